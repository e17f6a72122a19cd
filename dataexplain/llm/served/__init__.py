"""Models of a server that speaks the interface of OpenAI."""
