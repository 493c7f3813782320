"""The shapes of `knowledge/scam.toml`: by what a swindler's message is known.

Patterns are regular expressions over the even form of a message (`complaints.scam.forms`): simplified characters, small
letters, homophones written as meant, no spaces and signs but `。?,【】`, and 🔗 for each link.
"""

from typing import Literal, Self

from pydantic import model_validator

from complaints.knowledge.entry import Fact, Id, Text, Words

Kind = Literal["identity", "pretext", "ask", "number", "link", "quiet", "theirs", "own", "told"]


class ScamSign(Fact):
    """One thing by which a message is known for what it is."""

    id: Id
    kind: Kind
    says: Text | None = None
    """As a reason in a warning; signs that only keep the guard quiet have none."""
    words: Words = Words()
    """What `sure`, `likely` and `hint` mean for each kind is said at the top of scam.toml."""
    along: tuple[str, ...] = ()
    """It counts only when one of these patterns is found in the message too."""
    domains: tuple[str, ...] = ()
    """Registered domains: link services that hide where they lead."""

    @model_validator(mode="after")
    def _says_why(self) -> Self:
        if self.kind in {"identity", "pretext", "ask", "number", "link"} and self.says is None:
            raise ValueError(f"{self.id}: a sign that warns needs `says`")
        return self


class Spelling(Fact):
    """Ways to write a word so that it is not recognised: homophones, letters for words, other characters."""

    id: Id
    means: Text
    written: tuple[Text, ...]
    """Regular expressions; with `each` characters that stand one for one for those of `means`."""
    each: bool = False

    @model_validator(mode="after")
    def _one_for_one(self) -> Self:
        if self.each and any(len(written) != len(self.means) for written in self.written):
            raise ValueError(f"{self.id}: with `each` all must be as long as `means`")
        return self


class Brand(Fact):
    """A name that swindlers put into their addresses, and the registered domains it really lives at."""

    id: Id
    names: tuple[Text, ...]
    domains: tuple[Text, ...]
    endings: tuple[Text, ...] = ()
    """Public suffixes under which nobody else gets a domain: gov.cn."""

    def owns(self, domain: str | None) -> bool:
        """Whether a registered domain is this brand's."""
        return domain is not None and (domain in self.domains or domain.partition(".")[2] in self.endings)
