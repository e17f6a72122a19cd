"""The only door to language models: chat models, embedders, their cache, log and budget."""

from dataexplain.llm.answering import Reply
from dataexplain.llm.asking import Purpose, Tally
from dataexplain.llm.backends import Backend, Capabilities
from dataexplain.llm.budget import Budget, Cost, Estimate, Price
from dataexplain.llm.chat_model import ChatModel
from dataexplain.llm.choosing import Choice
from dataexplain.llm.embedding.embedders import Embedder
from dataexplain.llm.embedding.embedding_backends import (
    EmbeddingBackend,
    EmbeddingReply,
    ServedEmbeddingBackend,
)
from dataexplain.llm.embedding.embedding_store import EmbeddingStore
from dataexplain.llm.embedding.opening_embedder import open_embedder
from dataexplain.llm.embedding.scripted_embedder import ScriptedEmbedder
from dataexplain.llm.judge import Judgement, judge
from dataexplain.llm.limits import Limits
from dataexplain.llm.opening import open_model
from dataexplain.llm.requests import Message, RawReply, Request, Token
from dataexplain.llm.scripted import Scripted

__all__ = [
    "Backend",
    "Budget",
    "Capabilities",
    "ChatModel",
    "Choice",
    "Cost",
    "Embedder",
    "EmbeddingBackend",
    "EmbeddingReply",
    "EmbeddingStore",
    "Estimate",
    "Judgement",
    "Limits",
    "Message",
    "Price",
    "Purpose",
    "RawReply",
    "Reply",
    "Request",
    "Scripted",
    "ScriptedEmbedder",
    "ServedEmbeddingBackend",
    "Tally",
    "Token",
    "judge",
    "open_embedder",
    "open_model",
]
