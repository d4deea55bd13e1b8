using EnvCompiler.Host.Compression;
using EnvCompiler.Host.Network;

namespace EnvCompiler.Debian.Tests.Drawing;

/// <summary>The index of one suite, component and architecture, as a mirror of this host has it today.</summary>
/// <param name="Suite">A codename.</param>
/// <param name="Component">E.g. <c>main</c>.</param>
/// <param name="Architecture">Debian architecture; need not be this machine's.</param>
public sealed record PackagesFile(string Suite, string Component, string Architecture)
{
    /// <summary>Downloads and unpacks it into a directory.</summary>
    /// <returns>The plain file.</returns>
    public async Task<string> DownloadTo(string directory)
    {
        using var handler = HttpFetcher.CreateHandler();
        using var client = new HttpClient(handler, disposeHandler: false);
        foreach (var mirror in DebianMirrors.OfThisHost().ForIndexes(mirror: null, Suite, snapshot: null))
        {
            using var answer = await client.GetAsync(
                new Uri(mirror, $"dists/{Suite}/{Component}/binary-{Architecture}/Packages.xz"), HttpCompletionOption.ResponseHeadersRead);
            if (!answer.IsSuccessStatusCode)
                continue;
            await using var plain = new XzStream(await answer.Content.ReadAsStreamAsync());
            var file = Path.Combine(directory, $"{Suite}-{Component}-{Architecture}");
            await using var output = File.Create(file);
            await plain.CopyToAsync(output);
            return file;
        }

        throw new InvalidOperationException($"no mirror has {this}");
    }

    /// <summary><c>SUITE/COMPONENT ARCHITECTURE</c>.</summary>
    public override string ToString() => $"{Suite}/{Component} {Architecture}";
}
