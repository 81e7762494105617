"""litellm: a text completion and its stream, a chat."""

import os

os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"
import litellm

url = f"{os.environ['NUCLEUS_URL']}/v1"
asked = dict(
    model="text-completion-openai/books-13m",
    prompt="It was a dark night",
    api_base=url,
    api_key="none",
    max_tokens=8,
    seed=3,
)
whole = litellm.text_completion(**asked)
print("completion:", repr(whole.choices[0].text))
chunks = litellm.text_completion(**asked, stream=True)
assert "".join(chunk.choices[0].text or "" for chunk in chunks) == whole.choices[0].text
print("the stream is the same")
chat = litellm.completion(
    model="openai/tiny-chat",
    messages=[{"role": "user", "content": "Say hello."}],
    api_base=url,
    api_key="none",
    max_tokens=4,
)
print("chat:", chat.usage.completion_tokens, "tokens")
