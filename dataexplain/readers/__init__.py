"""Fitted models -> facts -> claims. Nothing here sees a verification row."""
