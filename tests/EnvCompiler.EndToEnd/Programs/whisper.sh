. "$(dirname "$0")/common.sh"
python3 "$(dirname "$0")/whisper-model.py" model.bin tone.wav
# A program of another group, so of another root.
whisper-cli --threads 1 --no-fallback --no-timestamps --beam-size 1 --best-of 1 --no-gpu --model model.bin --file tone.wav 2>log || { cat log >&2; exit 1; }
