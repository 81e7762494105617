"""
The requests of `vllm bench serve --backend vllm` and of its chat backend, as vLLM's
benchmarks/lib/endpoint_request_func.py builds and reads them (vLLM itself needs a GPU build and is not
installed).
"""

import asyncio
import json
import os
import time

import aiohttp

URL = os.environ["NUCLEUS_URL"]
COMMON = {"stream": True, "stream_options": {"include_usage": True}, "ignore_eos": True}
COMPLETION = {
    "model": "books-13m",
    "prompt": "The old man looked at the sea and said,",
    "repetition_penalty": 1.0,
    "max_tokens": 24,
    "logprobs": None,
    **COMMON,
}
CHAT = {
    "model": "tiny-chat",
    "messages": [{"role": "user", "content": [{"type": "text", "text": "Say hello."}]}],
    "max_completion_tokens": 24,
    **COMMON,
}


async def ask(session, path, payload):
    start = time.perf_counter()
    first, chunks, used = None, 0, None
    async with session.post(URL + path, json=payload, headers={"x-request-id": "bench-1"}) as response:
        assert response.status == 200, await response.text()
        async for line in response.content:
            text = line.decode().strip()
            if not text or text.startswith(":") or text == "data: [DONE]":
                continue
            data = json.loads(text.removeprefix("data: "))
            if data["choices"]:
                first = first or time.perf_counter() - start
                chunks += 1
            elif data["usage"]:
                used = data["usage"]["completion_tokens"]
    return first, chunks, used


async def main():
    async with aiohttp.ClientSession() as session:
        for path, payload in [("/v1/completions", COMPLETION), ("/v1/chat/completions", CHAT)]:
            results = await asyncio.gather(*(ask(session, path, payload) for _ in range(8)))
            assert all(used == 24 for _, _, used in results), results
            print(f"{path}: {len(results)} requests at once, 24 tokens each, in {results[0][1]} chunks")


asyncio.run(main())
