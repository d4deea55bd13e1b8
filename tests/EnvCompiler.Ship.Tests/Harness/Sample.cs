using System.Text;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Generations;
using EnvCompiler.Ship.Artifacts;
using EnvCompiler.Ship.Pushing;

namespace EnvCompiler.Ship.Tests.Harness;

/// <summary>Generations that were never compiled.</summary>
internal static class Sample
{
    internal static HistoryEntry Entry(int number, string author = "alice") => new()
    {
        Kind = "build",
        Generation = number,
        Parent = number > 1 ? number - 1 : null,
        Digest = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes($"{number} of {author}"))),
        Time = $"2026-11-22T05:00:{number:00}Z",
        Author = author,
        Host = "there",
        Command = ["envc", "build"],
    };

    internal static ShippedGeneration Generation(HistoryEntry entry) => new()
    {
        Entry = entry,
        Manifest = Encoding.UTF8.GetBytes($"version = 1\n# {entry.Generation} of {entry.Author}\n"),
        Lock = Encoding.UTF8.GetBytes("a lock that most of them share"),
        Commands = new BuiltCommands { Targets = ["x86_64-linux/cpu"], Commands = new(StringComparer.Ordinal) { ["debian/tool/1/amd64"] = ["/usr/bin/tool"] } },
        EnvcVersion = "0.1.0",
    };

    internal static IReadOnlyList<HistoryEntry> History(int count) => [.. Enumerable.Range(1, count).Select(number => Entry(number))];

    internal static PushRequest Push(IReadOnlyList<HistoryEntry> history, params int[] gone) => new()
    {
        History = history,
        Live = history[^1].Generation,
        Read = number => Result<ShippedGeneration?>.Success(gone.Contains(number) ? null : Generation(history.First(entry => entry.Generation == number))),
    };
}
