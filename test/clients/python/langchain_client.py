"""LangChain: one prompt, a batch (one request with several prompts), a stream."""

import os

from langchain_openai import OpenAI

model = OpenAI(
    base_url=f"{os.environ['NUCLEUS_URL']}/v1",
    api_key="none",
    model="books-13m",
    max_tokens=8,
    seed=3,
)
prompts = ["It was a dark night", "The ship struck the rock", "My dear friend,"]
batch = model.batch(prompts)
for prompt, text in zip(prompts, batch, strict=True):
    print(repr(prompt), "->", repr(text))
print("generate:", len(model.generate(prompts).generations), "texts in one request")
print("stream:", repr("".join(model.stream(prompts[0]))))
