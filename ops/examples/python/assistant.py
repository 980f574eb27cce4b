"""Calls the tool `search` as an assistant does, by the Model Context Protocol.

    python assistant.py URL QUESTION

where URL is the server's, such as http://127.0.0.1:8080.
"""

import asyncio
import sys

from mcp import Client


async def main(server, question):
    async with Client(f"{server.rstrip('/')}/mcp") as client:
        [tool] = (await client.list_tools()).tools
        print(f"{tool.name}: {tool.description}")
        result = await client.call_tool(tool.name, {"query": question, "k": 3, "perRecord": 1})
        if result.is_error:
            raise RuntimeError(result.content[0].text)
        for hit in result.structured_content["hits"]:
            print(f"{hit['score']:.3f}  {hit['key']}  {hit['text'][:60]!r}")
        print(f"complete as of {result.structured_content['freshness']['asOf']}")


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
