"""FastAPI, for uvicorn: uvicorn fastapi_peer:app"""
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from model import predict

app = FastAPI()


@app.get("/v2/health/ready")
async def ready():
    return {"ready": True}


# Neither a thread pool nor a data class to validate by: the fastest that this framework offers.
@app.post("/v2/models/{name}/infer")
async def infer(name: str, request: Request):
    return JSONResponse(predict(name, await request.json()))
