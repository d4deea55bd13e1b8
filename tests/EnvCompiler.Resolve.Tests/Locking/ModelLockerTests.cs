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

    [Fact]
    public async Task A_model_of_an_include_is_looked_for_in_the_environment_that_includes_it()
    {
        const string text = "version = 1\nmodels.tiny.path = \"a.gguf\"";
        var pin = new LockedInclude { Name = "base", Dir = "../base", Sha256 = LockedInclude.HashOf(text), Manifest = LockedInclude.LinesOf(text) };
        var source = ManifestReader.Read("manifest.toml", "version = 1\ninclude.environments = [{ dir = \"../base\" }]"u8, [pin]).Value;
        var problem = Assert.Single((await ModelLocker.LockAsync(directory.Path, source, source.Manifest.Models, CancellationToken.None)).Diagnostics);
        Assert.Equal(
            "../base/manifest.toml(2,13): error ENVC0256: the model `tiny` has no file `a.gguf`\nhint: files of models lie in this environment, though the include `base` names them",
            problem.ToString());
    }

    public void Dispose() => directory.Dispose();

    private Task<Result<SortedDictionary<string, LockedModel>>> Lock(string path)
    {
        var source = ManifestReader.Read("manifest.toml", $"version = 1\n[models.tiny]\npath = \"{path}\"\n").Value;
        return ModelLocker.LockAsync(directory.Path, source, source.Manifest.Models, CancellationToken.None);
    }
}
