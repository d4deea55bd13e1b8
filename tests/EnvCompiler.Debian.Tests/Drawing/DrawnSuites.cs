using EnvCompiler.TestKit;

namespace EnvCompiler.Debian.Tests.Drawing;

/// <summary>
/// Every draw of <see cref="PackageDraw.All"/>, downloaded and locked once for all the tests that share it (<c>[Collection(DrawnSuites.Name)]</c>).
/// </summary>
public sealed class DrawnSuites : IDisposable
{
    /// <summary>Name of the collection of tests.</summary>
    public const string Name = "drawn suites";

    private readonly TemporaryDirectory directory = new();
    private readonly Lazy<Task<IReadOnlyList<DrawnSuite>>> suites;

    /// <summary>Nothing is downloaded before it is asked for.</summary>
    public DrawnSuites() => suites = new(Load);

    /// <summary>The draws, in the order of <see cref="PackageDraw.All"/>.</summary>
    public Task<IReadOnlyList<DrawnSuite>> All => suites.Value;

    /// <inheritdoc/>
    public void Dispose() => directory.Dispose();

    private async Task<IReadOnlyList<DrawnSuite>> Load()
    {
        var files = await Task.WhenAll(PackageDraw.All.Select(draw => draw.File.DownloadTo(directory.Path)));
        return [.. PackageDraw.All.Zip(files, Lock)];
    }

    private static DrawnSuite Lock(PackageDraw draw, string file)
    {
        var archive = new Archive(draw.File.Architecture, (draw.File.Suite, file));
        var names = draw.From(archive.Packages.Select(package => package.Name));
        return new DrawnSuite(draw, file, archive, [.. names.Select(name => new DrawnPackage(name, archive.Lock(name)))]);
    }
}
