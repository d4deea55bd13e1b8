using System.Text;

namespace EnvCompiler.Weights.Tests.Validation;

/// <summary>Writes GGUF files byte by byte, right ones and wrong ones.</summary>
internal sealed class GgufBytes(uint version = 3)
{
    private readonly MemoryStream bytes = new();

    internal static byte[] Small(uint version = 3) =>
        new GgufBytes(version).Header(tensors: 2, entries: 3)
            .Text("general.architecture", "llama")
            .Number("general.alignment", 32)
            .TextArray("tokenizer.ggml.tokens", "a", "b", "")
            .Tensor("one", 0, offset: 0, 8, 2)
            .Tensor("two", 1, offset: 64, 16)
            .Pad(32).Zeros(64 + 32).ToArray();

    internal GgufBytes Header(ulong tensors, ulong entries) => Raw("GGUF"u8.ToArray()).U32(version).Count(tensors).Count(entries);

    internal GgufBytes Raw(params byte[] raw)
    {
        bytes.Write(raw);
        return this;
    }

    internal GgufBytes U32(uint value) => Raw(BitConverter.GetBytes(value));

    internal GgufBytes U64(ulong value) => Raw(BitConverter.GetBytes(value));

    internal GgufBytes Count(ulong value) => version == 1 ? U32((uint)value) : U64(value);

    internal GgufBytes String(string text) => Count((ulong)Encoding.UTF8.GetByteCount(text)).Raw(Encoding.UTF8.GetBytes(text));

    internal GgufBytes Text(string key, string value) => String(key).U32(8).String(value);

    internal GgufBytes Number(string key, uint value) => String(key).U32(4).U32(value);

    internal GgufBytes TextArray(string key, params string[] values)
    {
        String(key).U32(9).U32(8).Count((ulong)values.Length);
        foreach (var value in values)
            String(value);
        return this;
    }

    internal GgufBytes Tensor(string name, uint type, ulong offset, params ulong[] dimensions)
    {
        String(name).U32((uint)dimensions.Length);
        foreach (var dimension in dimensions)
            Count(dimension);
        return U32(type).U64(offset);
    }

    internal GgufBytes Pad(int alignment) => Zeros((alignment - (int)(bytes.Length % alignment)) % alignment);

    internal GgufBytes Zeros(int count) => Raw(new byte[count]);

    internal byte[] ToArray() => bytes.ToArray();
}
