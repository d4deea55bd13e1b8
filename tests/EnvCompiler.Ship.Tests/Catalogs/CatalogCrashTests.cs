using System.Text;
using EnvCompiler.Host.Files;
using EnvCompiler.Model.Catalogs;
using EnvCompiler.Ship.Catalogs;
using EnvCompiler.Ship.Distribution;
using EnvCompiler.Ship.Distribution.Layouts;
using EnvCompiler.TestKit;
using EnvCompiler.TestKit.Crashes;
using Xunit.Abstractions;

namespace EnvCompiler.Ship.Tests.Catalogs;

/// <summary>A build that a catalog in a layout directory names has its artifact, whole, and the builds that were there stay.</summary>
public sealed class CatalogCrashTests(ITestOutputHelper output) : IDisposable
{
    private readonly TemporaryDirectory packages = new();

    [Fact]
    public async Task Whatever_happens_the_catalog_is_the_old_or_the_new_one() => await new CrashSweep(
        new WriterUnderTest("publish into a catalog of a repository")
        {
            PrepareAsync = directory => PublishAsync(directory, new PosixFileOperations(), "one"),
            WriteAsync = (directory, files) => PublishAsync(directory, files, "two"),
            Look = directory => LookAsync(directory).GetAwaiter().GetResult(),
        },
        output).RunAsync();

    public void Dispose() => packages.Dispose();

    private async Task<bool> PublishAsync(string directory, IFileOperations files, string build)
    {
        using var repository = Open(directory, files);
        var package = new NativePackage { CatalogVersion = NativePackage.Form, Name = "tool" };
        package.Versions["1.0"] = new NativeVersion();
        package.Versions["1.0"].Builds[build] = new NativeBuild
        {
            System = "x86_64-linux",
            Artifact = new NativeArtifact { Path = $"{build}.deb", Size = build.Length, Sha256 = Digest.Of(Encoding.UTF8.GetBytes(build)).Hex },
        };
        return (await new CatalogRepository(repository).PublishAsync(package, "1.0", build, packages.Write(build, build), default)).Ok;
    }

    private static async Task<WriterState> LookAsync(string directory)
    {
        using var repository = Open(directory, new PosixFileOperations());
        var builds = Assert.Single((await new CatalogRepository(repository).ReadAsync(default)).Value).Versions["1.0"].Builds;
        Assert.Contains("one", builds.Keys);
        foreach (var (name, build) in builds)
        {
            var blob = new Descriptor { MediaType = "", Digest = Digest.OfSha256(build.Artifact.Sha256), Size = build.Artifact.Size };
            var content = await repository.FetchBlobAsync(blob, async (stream, token) => await new StreamReader(stream).ReadToEndAsync(token), default);
            Assert.Equal(name, content.Value);
        }

        return builds.ContainsKey("two") ? WriterState.New : WriterState.Old;
    }

    private static LayoutRepository Open(string directory, IFileOperations files) => new(new RepositoryName(null, Path.Combine(directory, "layout")), files, TimeProvider.System);
}
