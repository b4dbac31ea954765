"""Language models behind OpenAI's protocol, asked for replies of a given shape, within limits.

``Structured(model, Shape, purpose=…).ask(messages, asker=…)`` returns a Shape or raises NoReply, in
the time that the model has, whatever the endpoint does. What retries, falls back, stops asking an
endpoint that is down, and counts what it costs, is in here; callers know none of it.
"""

from bot.language_model.endpoints import Endpoint, Model
from bot.language_model.noreply import Kind, NoReply
from bot.language_model.spending import Limits, Price, Spending
from bot.language_model.structured import Structured

__all__ = [
    "Endpoint",
    "Kind",
    "Limits",
    "Model",
    "NoReply",
    "Price",
    "Spending",
    "Structured",
]
