using System.Threading;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Locks;
using EnvCompiler.Model.Manifests;
using EnvCompiler.Resolve.Locking;
using EnvCompiler.TestKit;

namespace EnvCompiler.Resolve.Tests.Locking;

public sealed class ModelLockerTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    [Fact]
    public async Task A_models_file_is_locked_by_size_and_hash()
    {
        directory.Write("models/a.gguf", "abc");
        var file = Assert.Single((await Lock("models/a.gguf")).Value["tiny"].Files);
        Assert.Equal(
            new LockedModelFile { Path = "models/a.gguf", Size = 3, Sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
            file);
    }

    [Fact]
    public async Task A_missing_file_is_told_with_near_names()
    {
        directory.Write("models/tinydeb-Q4_K_M.gguf", "abc");
        var problem = Assert.Single((await Lock("models/tinydeb-Q4_K_S.gguf")).Diagnostics);
        Assert.Equal("ENVC0256", problem.Code);
        Assert.Equal(3, problem.Place!.Value.Line);
        Assert.Equal("did you mean `tinydeb-Q4_K_M.gguf`?", problem.Hint);
    }

    [Fact]
    public async Task A_missing_directory_is_told()
    {
        var problem = Assert.Single((await Lock("models/a.gguf")).Diagnostics);
        Assert.Equal("there is no directory `models`", problem.Hint);
    }

    public void Dispose() => directory.Dispose();

    private Task<Result<SortedDictionary<string, LockedModel>>> Lock(string path)
    {
        var source = ManifestReader.Read("manifest.toml", $"version = 1\n[models.tiny]\npath = \"{path}\"\n").Value;
        return ModelLocker.LockAsync(directory.Path, source, source.Manifest.Models, CancellationToken.None);
    }
}
