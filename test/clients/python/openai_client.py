"""OpenAI's Python client: a completion, a stream, log-probabilities of a prompt, a chat, an error."""

import os

from openai import NotFoundError, OpenAI

client = OpenAI(base_url=f"{os.environ['NUCLEUS_URL']}/v1", api_key="none", max_retries=0)
print("models:", [model.id for model in client.models.list()])

asked = dict(model="books-13m", prompt="The old man looked at the sea and said,", max_tokens=12, seed=3)
whole = client.completions.create(**asked, logprobs=2)
print("completion:", repr(whole.choices[0].text), whole.usage.total_tokens, "tokens")

streamed = "".join(chunk.choices[0].text for chunk in client.completions.create(**asked, stream=True))
assert streamed == whole.choices[0].text
print("the stream is the same")

echo = client.completions.create(**asked | dict(max_tokens=0), echo=True, logprobs=1)
print("prompt:", [round(one, 2) for one in echo.choices[0].logprobs.token_logprobs[1:]])

extra = client.completions.create(**asked, extra_body={"chain": "min-p:0.1+temperature:1.5"})
print("chain:", repr(extra.choices[0].text))

messages = [{"role": "user", "content": "Say hello."}]
chat = client.chat.completions.create(model="tiny-chat", messages=messages, max_tokens=4, seed=1)
print("chat:", chat.usage.prompt_tokens, "tokens in,", chat.usage.completion_tokens, "out")

try:
    client.completions.create(model="gpt-5", prompt="a")
except NotFoundError as error:
    print("error:", error.code)
