"""Flask, for gunicorn: gunicorn flask_peer:app"""
from flask import Flask, jsonify, request

from model import predict

app = Flask(__name__)


@app.get("/v2/health/ready")
def ready():
    return jsonify(ready=True)


@app.post("/v2/models/<name>/infer")
def infer(name):
    return jsonify(predict(name, request.get_json()))
