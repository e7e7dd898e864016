"""How Etsy says no: a status and a sentence in ``error``; the OAuth ones have a code there, and a description."""

from integrations.sandbox.http import Response


class RefusedError(Exception):
    """A refusal on its way to the answer."""

    def __init__(
        self, status: int, error: str, description: str = "", headers: tuple[tuple[str, str], ...] = ()
    ) -> None:
        super().__init__(error)
        self.status, self.error, self.description, self.headers = status, error, description, headers

    def content(self) -> dict[str, str]:
        """Return the answer's content."""
        said = {"error": self.error}
        return said | {"error_description": self.description} if self.description else said

    def response(self) -> Response:
        """Return the answer."""
        answer = Response.json(self.content(), self.status)
        return Response(answer.body, answer.status, answer.content_type, self.headers)
