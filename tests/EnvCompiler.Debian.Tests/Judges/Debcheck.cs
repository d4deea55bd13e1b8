using System.Threading;
using EnvCompiler.Host.Processes;
using EnvCompiler.Model.Locks;
using EnvCompiler.TestKit;

namespace EnvCompiler.Debian.Tests.Judges;

/// <summary>The real dose-debcheck (dose-distcheck for Debian): a SAT solver's verdict on every package of a Packages file.</summary>
internal static class Debcheck
{
    /// <summary>The packages that cannot be installed alone, Essential packages not presumed.</summary>
    internal static async Task<IReadOnlyList<BrokenPackage>> Broken(string packagesFile, string architecture)
    {
        var output = await new ProcessRunner().RunAsync(
            "dose-debcheck", [$"--deb-native-arch={architecture}", "--deb-ignore-essential", "--failures", "--explain", "--explain-minimal", packagesFile], CancellationToken.None)
            ?? throw new InvalidOperationException("there is no dose-debcheck");
        Assert.True(output.Output.Contains("\nbroken-packages: ", StringComparison.Ordinal), output.Error);
        return [.. output.Output.Split("\n -\n").Skip(1).Select(BrokenPackage.Parse)];
    }

    /// <summary>
    /// Whether a closure has no unmet dependency and no conflict: alone in its archive, one more package can only be installed together with
    /// all of it and with nothing else.
    /// </summary>
    /// <param name="closure">The packages.</param>
    /// <param name="stanzas">Holds them.</param>
    /// <param name="architecture">Debian architecture.</param>
    /// <param name="host">Stanzas of what the host brings.</param>
    internal static async Task<bool> HoldsTogether(IReadOnlyCollection<LockedPackage> closure, Stanzas stanzas, string architecture, string host = "")
    {
        using var directory = new TemporaryDirectory();
        var all = string.Join(", ", closure.Select(each => $"{each.Name} (= {each.Version})"));
        var file = directory.Write("Packages", string.Concat(closure.Select(each => stanzas[each.Name, each.Version]))
            + $"Package: envc-closure\nVersion: 1\nArchitecture: all\nDepends: {all}\n\n{host}");
        return (await Broken(file, architecture)).Count == 0;
    }

    /// <summary>
    /// A copy that dose reads as meant: it takes a versioned conflict with <c>NAME:any</c> for one without a version (7.0.0), and on one
    /// architecture the qualifier says nothing there.
    /// </summary>
    internal static async Task<string> Readable(string packagesFile, string copy)
    {
        await using var output = File.CreateText(copy);
        await foreach (var line in File.ReadLinesAsync(packagesFile))
            await output.WriteLineAsync(WithoutAny(line));
        return copy;
    }

    private static string WithoutAny(string line) =>
        line.StartsWith("Conflicts:", StringComparison.Ordinal) || line.StartsWith("Breaks:", StringComparison.Ordinal)
            ? line.Replace(":any", "", StringComparison.Ordinal)
            : line;
}
