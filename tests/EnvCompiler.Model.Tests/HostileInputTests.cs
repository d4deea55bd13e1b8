using System.Globalization;
using System.Text;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Locks;
using EnvCompiler.Model.Manifests;
using EnvCompiler.Model.Tests.Locks;
using EnvCompiler.TestKit;

namespace EnvCompiler.Model.Tests;

/// <summary>Manifests and locks may come from strangers: whatever they hold, reading them ends in a value or in diagnostics.</summary>
public sealed class HostileInputTests
{
    private static readonly int Rounds =
        int.Parse(Environment.GetEnvironmentVariable("ENVC_FUZZ_ROUNDS") ?? "2000", CultureInfo.InvariantCulture);

    [Fact]
    public void Random_mutations_of_a_manifest_never_throw()
    {
        var seed = ManifestExample();
        string[] fragments = ["\n", "\"", "[", "]", "{", "}", "=", ".", "1", "true", "\"\"", "[]", "{}", "a.b = 1\n", "'", "x = [[1], {y = 2}]\n", "-1", "1979-05-27", "\0", "/", "services."];
        Mutate(11, seed.Length, (random, at) =>
        {
            var text = new StringBuilder(seed);
            for (var edits = random.Next(1, 6); edits > 0; edits--)
            {
                at = random.Next(text.Length);
                text.Remove(at, Math.Min(random.Next(4), text.Length - at)).Insert(at, fragments[random.Next(fragments.Length)]);
            }

            var result = ManifestReader.Read("m.toml", text.ToString());
            Assert.Equal(result.Ok, result.Diagnostics.All(d => d.Severity == Severity.Warning));
            if (result.Ok)
                Assert.True(LockRequests.AreEqual(LockRequests.From(result.Value.Manifest), LockRequests.From(result.Value.Manifest)));
        });
    }

    [Fact]
    public void Random_mutations_of_a_lock_never_throw()
    {
        var seed = LockFile.Write(Samples.Lock());
        byte[][] fragments = ["null"u8.ToArray(), "{}"u8.ToArray(), "[]"u8.ToArray(), "\""u8.ToArray(), ","u8.ToArray(), "-1"u8.ToArray(), [0xff], "1e99"u8.ToArray(), "../"u8.ToArray()];
        Mutate(12, seed.Length, (random, at) =>
        {
            var fragment = fragments[random.Next(fragments.Length)];
            byte[] bytes = [.. seed[..at], .. fragment, .. seed[Math.Min(seed.Length, at + random.Next(8))..]];
            if (LockFile.Read("m.lock", bytes).TryGet(out var locked))
                _ = LockFile.Write(locked);
        });
    }

    [Fact]
    public void Every_value_of_a_lock_may_be_null_and_is_then_refused()
    {
        var lines = Encoding.UTF8.GetString(LockFile.Write(Samples.Lock())).Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var colon = lines[i].IndexOf("\": ", StringComparison.Ordinal);
            if (colon < 0 || lines[i][^1] is '{' or '[')
                continue;
            var text = string.Join('\n', lines.Select((line, at) =>
                at != i ? line : line[..(colon + 3)] + "null" + (line.EndsWith(',') ? "," : "")));
            Assert.False(LockFile.Read("m.lock", Encoding.UTF8.GetBytes(text)).Ok, lines[i]);
        }
    }

    [Fact]
    public void The_example_of_the_documentation_is_a_manifest() =>
        Assert.Empty(ManifestReader.Read("docs/manifest.md", ManifestExample()).Diagnostics);

    private static string ManifestExample()
    {
        var page = File.ReadAllText(RepositoryRoot.File("docs", "manifest.md"));
        var start = page.IndexOf("```toml\n", StringComparison.Ordinal) + 8;
        return page[start..page.IndexOf("```", start, StringComparison.Ordinal)];
    }

    private static void Mutate(int seed, int length, Action<Random, int> round)
    {
        var random = new Random(seed);
        for (var i = 0; i < Rounds; i++)
            round(random, random.Next(length));
    }
}
