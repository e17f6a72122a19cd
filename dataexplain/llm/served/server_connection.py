"""A connection to a server through the `openai` client: JSON both ways, errors translated."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from dataexplain.errors import (
    AuthenticationError,
    LanguageModelError,
    ModelNotFoundError,
    ParameterError,
    ServerError,
)
from dataexplain.llm.served.addresses import is_hosted, is_loopback
from dataexplain.llm.served.keys import missing_key
from dataexplain.llm.served.openai_errors import (
    complaint,
    is_context_too_long,
    no_such_server,
    translate,
)
from dataexplain.llm.served.refused_parameters import Ability, RefusedParameters

if TYPE_CHECKING:
    import openai

_REFUSALS = {400, 422}
# What is sent where no key is needed: the client insists on one.
_NO_KEY = "none"


class ServerConnection:
    """Carries JSON to the paths of one server.

    Parameters
    ----------
    base_url : str
        The address of the interface, which usually ends in ``/v1``.
    model : str
        For messages.
    key, key_source : str
        The key, empty where none is needed, and where it came from.
    timeout : float
        Seconds for one attempt.
    retries : int
        Attempts after the first one, at limits of rate, failures and lost connections.

    Attributes
    ----------
    notes : list of str
        What the server turned out not to take.
    lacks : set of {"log_probabilities", "schema"}
        What the model turned out not to have.

    Examples
    --------
    >>> connection = ServerConnection(
    ...     "http://127.0.0.1:1/v1", "m", key="", key_source="KEY", timeout=1.0, retries=0
    ... )
    >>> connection.root
    'http://127.0.0.1:1'
    """

    def __init__(
        self,
        base_url: str,
        model: str,
        *,
        key: str,
        key_source: str,
        timeout: float,
        retries: int,
    ) -> None:
        self.base_url = base_url.rstrip("/")
        self.notes: list[str] = []
        self.lacks: set[Ability] = set()
        self._model = model
        self._key = key
        self._key_source = key_source
        self._timeout = timeout
        self._retries = retries
        self._refused = RefusedParameters()
        self._client: openai.AsyncOpenAI | None = None

    @property
    def root(self) -> str:
        """The address without the version of the interface."""
        return self.base_url.removesuffix("/v1")

    async def post(self, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """Return the JSON object that the server answers with.

        Parameters
        ----------
        path : str
            Below the address, such as ``/chat/completions``, or a whole address.
        body : mapping
            Parameters the server refuses are left out from the second time on, where
            `RETREATS` says that this can be done.

        Raises
        ------
        AuthenticationError
            When the hosted server is to be asked without a key.
        LanguageModelError
            Another of its subclasses, after the retries.
        ParameterError
            When a text of the body holds half of a pair of surrogates.
        """
        import openai

        if not self._key and is_hosted(self.base_url):
            raise missing_key(self.base_url, self._key_source)
        while True:
            sent = self._refused.adapt(body)
            try:
                answer = await self._opened().post(path, cast_to=object, body=sent)
            except openai.APIStatusError as error:
                if self._gives_way(error, sent):
                    continue
                raise self._clean(await self._translated(error)) from None
            except openai.OpenAIError as error:
                raise self._clean(await self._translated(error)) from None
            except UnicodeEncodeError as error:
                raise _unwritable(error) from error
            except (ValueError, RecursionError):
                raise ServerError(
                    f"{self.base_url}: The server's reply is not whole JSON.", hint="Try again."
                ) from None
            return self._object(answer)

    async def models(self) -> list[str]:
        """Return the names of the server's models; none where it does not tell."""
        import openai

        with contextlib.suppress(openai.OpenAIError, ValueError):
            answer = await self._opened().get("/models", cast_to=object)
            entries = answer.get("data") if isinstance(answer, dict) else None
            known = entries if isinstance(entries, list) else []
            return [
                str(entry["id"]) for entry in known if isinstance(entry, dict) and "id" in entry
            ]
        return []

    async def close(self) -> None:
        """Close the connections; the next call opens new ones."""
        client, self._client = self._client, None
        if client is not None:
            await client.close()

    def _opened(self) -> openai.AsyncOpenAI:
        if self._client is None:
            import openai

            # a proxy could neither reach this machine's own addresses nor should see what is said
            direct = openai.DefaultAsyncHttpxClient(trust_env=False) if self._is_local() else None
            self._client = openai.AsyncOpenAI(
                base_url=self.base_url,
                api_key=self._key or _NO_KEY,
                timeout=self._timeout,
                max_retries=self._retries,
                http_client=direct,
            )
        return self._client

    def _is_local(self) -> bool:
        return is_loopback(self.base_url)

    def _gives_way(self, error: openai.APIStatusError, sent: Mapping[str, Any]) -> bool:
        text = complaint(error)
        if error.status_code not in _REFUSALS or is_context_too_long(text, error.code):
            return False
        retreat = self._refused.learn(sent, text)
        if retreat is None:
            return False
        note = f"{self._model} at {self.base_url} {retreat.note}."
        if note not in self.notes:
            self.notes.append(note)
        if retreat.lacks:
            self.lacks.add(retreat.lacks)
        return True

    async def _translated(self, error: openai.OpenAIError) -> LanguageModelError:
        known = {
            "base_url": self.base_url,
            "model": self._model,
            "key_source": self._key_source,
        }
        translated = translate(error, **known)
        if isinstance(translated, AuthenticationError) and not self._key:
            return missing_key(self.base_url, self._key_source)
        if isinstance(translated, ModelNotFoundError):
            return translate(error, **known, models=await self.models())
        return translated

    def _clean(self, error: LanguageModelError) -> LanguageModelError:
        """Return the error without the key, which some servers quote."""
        if not self._key or self._key not in str(error):
            return error
        message, hint = (text.replace(self._key, "…") for text in (error.message, error.hint))
        return type(error)(message, hint=hint)

    def _object(self, answer: object) -> dict[str, Any]:
        if isinstance(answer, str):
            with contextlib.suppress(ValueError):  # JSON that does not say so
                answer = json.loads(answer)
        if not isinstance(answer, dict):
            found = "text" if isinstance(answer, str) and "<" not in answer else "a web page"
            raise no_such_server(self.base_url, found)
        return answer


def _unwritable(error: UnicodeEncodeError) -> ParameterError:
    expected = "made of characters that UTF-8 can hold, without halves of surrogate pairs"
    return ParameterError("messages", "a request", expected, error.object[error.start : error.end])
