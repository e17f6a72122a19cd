"""Claims against rows that had no part in proposing them."""

from dataexplain.verification.evidence import Evidence
from dataexplain.verification.vault import LedgerEntry, TestedClaim, Vault
from dataexplain.verification.verdicts import Verdict

__all__ = ["Evidence", "LedgerEntry", "TestedClaim", "Vault", "Verdict"]
