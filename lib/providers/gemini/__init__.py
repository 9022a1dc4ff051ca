"""The Gemini API through google-genai, Interactions first. The real service and the demo engine alike."""

from lib.providers.gemini.provider import Gemini

__all__ = ["Gemini"]
