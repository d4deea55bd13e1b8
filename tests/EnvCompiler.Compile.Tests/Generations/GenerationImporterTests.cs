using System.Security.Cryptography;
using EnvCompiler.Compile.Generations;
using EnvCompiler.Model.Generations;

namespace EnvCompiler.Compile.Tests.Generations;

public sealed class GenerationImporterTests : IDisposable
{
    private readonly TestEnvironment environment = new();

    [Fact]
    public void Generations_come_in_under_their_own_numbers_and_nothing_becomes_live()
    {
        using (var held = environment.Acquire())
            GenerationImporter.Import(held, Files(2, 3), Entries(1, 2, 3));
        Assert.Equal([2, 3], GenerationNumbers.All(environment.Layout));
        Assert.Null(GenerationNumbers.Live(environment.Layout));
        Assert.Equal([1, 2, 3], new GenerationHistory(environment.Layout).Read().Select(entry => entry.Generation));
        using (var held = environment.Acquire())
            new GenerationSwitcher(TimeProvider.System).Switch(held, 3, HistoryKind.Pull, TestEnvironment.Origin);
        Assert.Equal([("build", 1), ("build", 2), ("build", 3), ("pull", 3)], new GenerationHistory(environment.Layout).Read().Select(entry => (entry.Kind, entry.Generation)));
        Assert.Equal("manifest 3", File.ReadAllText(environment.Layout.Manifest));
    }

    [Fact]
    public void What_is_live_stays_and_the_next_number_is_beyond_what_came()
    {
        environment.Publish(TestEnvironment.Files("1"));
        using (var held = environment.Acquire())
            GenerationImporter.Import(held, Files(2, 7), Entries(2, 7));
        Assert.Equal(1, GenerationNumbers.Live(environment.Layout));
        Assert.Equal(1, new GenerationHistory(environment.Layout).Read()[^1].Generation);
        Assert.Equal(8, environment.Publish(TestEnvironment.Files("new")).Number);
    }

    public void Dispose() => environment.Dispose();

    private static Dictionary<int, GenerationFiles> Files(params int[] numbers) => numbers.ToDictionary(number => number, number => TestEnvironment.Files($"{number}"));

    internal static HistoryEntry[] Entries(params int[] numbers) =>
    [
        .. numbers.Select(number => new HistoryEntry
        {
            Kind = HistoryKind.Build,
            Generation = number,
            Digest = Convert.ToHexStringLower(SHA256.HashData(TestEnvironment.Files($"{number}").Files["generation.json"].Content)),
            Time = "2026-11-22T05:00:00Z",
            Author = "alice",
            Host = "there",
            Command = ["envc", "build"],
        }),
    ];
}
