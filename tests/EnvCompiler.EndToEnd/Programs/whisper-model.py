# Writes the smallest model that whisper.cpp loads, with random weights, and a second of a 440 Hz tone: whisper-model.py MODEL SOUND
# What comes out of it means nothing; every layer of the program and every library below it runs.
# The format: whisper_model_load in src/whisper.cpp; sizes are those of its smallest type (`tiny.en`), with narrower layers.
import struct, sys, wave
import numpy

VOCABULARY, STATE, HEADS, LAYERS, AUDIO_CONTEXT, TEXT_CONTEXT, MELS, FFT = 51864, 64, 1, 4, 1500, 64, 80, 201
END_OF_TEXT = 50256
random = numpy.random.default_rng(1)


def tensors():
    def both(name, *shape, bias=True):
        yield f"{name}.weight", shape, numpy.float16
        if bias:
            yield f"{name}.bias", shape[:1], numpy.float32

    def norm(name):
        yield f"{name}.weight", (STATE,), numpy.float32
        yield f"{name}.bias", (STATE,), numpy.float32

    def attention(name):
        yield from norm(f"{name}_ln")
        for part in ("query", "key", "value", "out"):
            yield from both(f"{name}.{part}", STATE, STATE, bias=part != "key")

    for half, context, kinds in (("encoder", AUDIO_CONTEXT, ["attn"]), ("decoder", TEXT_CONTEXT, ["attn", "cross_attn"])):
        yield f"{half}.positional_embedding", (context, STATE), numpy.float32
        for layer in range(LAYERS):
            block = f"{half}.blocks.{layer}"
            for kind in kinds:
                yield from attention(f"{block}.{kind}")
            yield from norm(f"{block}.mlp_ln")
            yield from both(f"{block}.mlp.0", 4 * STATE, STATE)
            yield from both(f"{block}.mlp.2", STATE, 4 * STATE)
    for number, inputs in ((1, MELS), (2, STATE)):
        yield f"encoder.conv{number}.weight", (STATE, inputs, 3), numpy.float16
        yield f"encoder.conv{number}.bias", (STATE, 1), numpy.float32
    yield from norm("encoder.ln_post")
    yield from norm("decoder.ln")
    yield "decoder.token_embedding.weight", (VOCABULARY, STATE), numpy.float16


with open(sys.argv[1], "wb") as out:
    out.write(struct.pack("<12i", 0x67676D6C, VOCABULARY, AUDIO_CONTEXT, STATE, HEADS, LAYERS, TEXT_CONTEXT, STATE, HEADS, LAYERS, MELS, 1))
    out.write(struct.pack("<2i", MELS, FFT))
    out.write((random.random((MELS, FFT), numpy.float32) / FFT).tobytes())
    out.write(struct.pack("<i", VOCABULARY))
    for token in range(VOCABULARY):
        # whisper.cpp looks these tokens up by their text.
        word = (b" ", b" -", b" '")[token] if token < 3 else b" word%d" % token
        out.write(struct.pack("<i", len(word)) + word)
    for name, shape, kind in tensors():
        out.write(struct.pack(f"<{3 + len(shape)}i", len(shape), len(name), kind is numpy.float16, *reversed(shape)))
        out.write(name.encode())
        values = (random.standard_normal(shape) * 0.1).astype(kind)
        if name == "decoder.token_embedding.weight":
            values[END_OF_TEXT] = 0  # the least likely word, so that there is text before the end
        out.write(values.tobytes())

with wave.open(sys.argv[2], "wb") as sound:
    sound.setnchannels(1)
    sound.setsampwidth(2)
    sound.setframerate(16000)
    time = numpy.arange(16000) / 16000
    sound.writeframes((numpy.sin(2 * numpy.pi * 440 * time) * 20000).astype("<i2").tobytes())
