using System.Runtime.InteropServices;

namespace EnvCompiler.Host.Processes;

/// <summary>C strings and null-ended vectors of them, freed together.</summary>
internal sealed unsafe class NativeStrings : IDisposable
{
    private readonly List<nint> texts = [];
    private readonly List<nint> vectors = [];

    internal byte* Text(string text)
    {
        var pointer = Marshal.StringToCoTaskMemUTF8(text);
        texts.Add(pointer);
        return (byte*)pointer;
    }

    internal byte** Vector(IReadOnlyList<string> strings)
    {
        var vector = (byte**)NativeMemory.AllocZeroed((nuint)(strings.Count + 1), (nuint)sizeof(byte*));
        vectors.Add((nint)vector);
        for (var i = 0; i < strings.Count; i++)
            vector[i] = Text(strings[i]);
        return vector;
    }

    public void Dispose()
    {
        foreach (var text in texts)
            Marshal.FreeCoTaskMem(text);
        foreach (var vector in vectors)
            NativeMemory.Free((void*)vector);
    }
}
