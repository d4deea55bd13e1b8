using System.Runtime.InteropServices;
using EnvCompiler.TestKit;

namespace EnvCompiler.Run.Tests.Activation.Drivers;

/// <summary>A host's file system in a directory, with driver libraries that are ELF headers and nothing else.</summary>
internal sealed class FakeHost : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    internal string Root => directory.Path;

    internal string At(string path) => directory.File(path);

    internal void Text(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(path))!);
        File.WriteAllText(At(path), text);
    }

    internal void Bytes(string path, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(path))!);
        File.WriteAllBytes(At(path), content);
    }

    internal void Library(string path, byte bits = 2)
    {
        var head = new byte[64];
        "\u007fELF"u8.CopyTo(head);
        head[4] = bits;
        head[18] = (byte)(RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 183 : 62);
        Bytes(path, head);
    }

    internal void Link(string path, string target)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(path))!);
        File.CreateSymbolicLink(At(path), target);
    }

    /// <summary>A driver as its installer lays it out: a file, the loader's name, the linker's name.</summary>
    internal void Driver(string lib, string version)
    {
        foreach (var name in (ReadOnlySpan<string>)["libcuda", "libnvidia-ml", "libnvidia-ptxjitcompiler"])
        {
            Library($"{lib}/{name}.so.{version}");
            Link($"{lib}/{name}.so.1", $"{name}.so.{version}");
            Link($"{lib}/{name}.so", $"{name}.so.1");
        }

        Library($"{lib}/libnvidia-gpucomp.so.{version}");
    }

    public void Dispose() => directory.Dispose();
}
