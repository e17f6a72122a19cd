"""Cards of facts: what a model or a claim says, in Markdown of a few hundred tokens."""
