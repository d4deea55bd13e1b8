using System.Text;
using System.Text.RegularExpressions;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Locks;
using EnvCompiler.Model.Manifests;
using EnvCompiler.Model.Tests.Locks;
using EnvCompiler.Model.Tests.Manifests.Composing;
using EnvCompiler.TestKit;
using Xunit.Abstractions;
using Lock = EnvCompiler.Model.Locks.Lock;

namespace EnvCompiler.Model.Tests;

/// <summary>Manifests and locks may come from strangers: whatever they hold, reading them ends in a value or in diagnostics.</summary>
public sealed class HostileInputTests(ITestOutputHelper output)
{
    private static readonly string[] ManifestFragments =
    [
        "\n", "\"", "[", "]", "{", "}", "=", ".", "1", "true", "\"\"", "[]", "{}", "a.b = 1\n", "'", "x = [[1], {y = 2}]\n", "-1", "1979-05-27", "\0", "/", "../", "services.", "[services.x]\n",
        "depends-on = { a = \"ready\", b = \"up\" }\n", "command = \"x\"\n", "[install]\n", "x.pkg-path = \"y\"\n", "[include]\nenvironments = [{ dir = \"..\" }]\n", "schema-version = \"1.10.0\"\n",
        "when = \"\"\n", "9223372036854775807", "1e999", "nan", "\"1h\"", "\"999999999999h\"", "\"16G\"", "[options]\n", "targets = [\"sm_\"]\n", "# c\n", "é", "\u001b[31m",
    ];

    private static readonly string[] LockFragments =
    [
        "null", "{}", "[]", "\"", ",", ":", "-1", "1e99", "99999999999999999999", "../", "/etc/passwd", "\\u0000", "\\ud800", "true", "{\"a\":", "[[[[[[[[", "\"lock-version\": 3,", "\"packages\": {", "é", "<<<<<<< HEAD\n",
    ];

    [Fact]
    public void Any_manifest_is_read()
    {
        string[] examples = [Section("[install]", "[models"), Section("[services.llm]", "[options]"), Section("[options]", "[include]"), Section("[include]", "[plugins"), Section("[models.phi]", "[hook]")];
        output.WriteLine(Fuzzing.Run(new FuzzMutator(examples.Select(text => "version = 1\n" + text), ManifestFragments, longest: 2000), ReadManifest, rounds: 300_000));
    }

    [Fact]
    public void A_million_locks_are_read()
    {
        byte[][] notUtf8 = [[0xff], [0xed, 0xa0, 0x80]];
        var mutator = new FuzzMutator([LockFile.Write(Samples.Lock()), LockFile.Write(Composed())], [.. LockFragments.Select(Encoding.UTF8.GetBytes), .. notUtf8]);
        output.WriteLine(Fuzzing.Run(mutator, ReadLock));
    }

    [Fact]
    public void Any_text_may_be_included()
    {
        string[] examples = [Section("[services.llm]", "[options]"), Section("[catalogs", "[install]"), ComposedManifest.Include(ComposedManifest.Pin("b", "")) + "hook.on-activate = \"x\""];
        output.WriteLine(Fuzzing.Run(new FuzzMutator(examples, ManifestFragments, longest: 2000), ReadIncluded, rounds: 10_000));
    }

    private static void ReadIncluded(ReadOnlySpan<byte> utf8)
    {
        var pin = ComposedManifest.Pin("a", Encoding.UTF8.GetString(utf8), ComposedManifest.Pin("b", "install.b.pkg-path = \"b\""));
        var result = ComposedManifest.Read("services.c = { command = \"x\" }\nhook.on-activate = \"y\"", pin);
        if (result.Ok != result.Diagnostics.All(diagnostic => diagnostic.Severity == Severity.Warning))
            Assert.Fail("an error and a manifest");
        if (result.Diagnostics.Any(diagnostic => diagnostic.Place is { Line: < 0 }))
            Assert.Fail("a place before the first line");
    }

    private static Lock Composed() => Samples.Lock() with
    {
        Include =
        [
            ComposedManifest.Pin("a", "vars.A = \"1\"", ComposedManifest.Pin("b", "")) with { File = ".flox/env/manifest.toml" },
            ComposedManifest.Pin("base", "vars.B = \"2\"") with { Dir = null, Remote = "registry.example/team/base", Generation = 3, Found = 3 },
        ],
    };

    private static void ReadManifest(ReadOnlySpan<byte> utf8)
    {
        var result = ManifestReader.Read("m.toml", utf8);
        if (result.Ok != result.Diagnostics.All(diagnostic => diagnostic.Severity == Severity.Warning))
            Assert.Fail("an error and a manifest");
        if (result.TryGet(out var source))
            _ = LockRequests.From(source.Manifest);
        foreach (var diagnostic in result.Diagnostics)
        {
            if (diagnostic.Message.Any(c => char.IsControl(c) && c is not ('\n' or '\t')))
                Assert.Fail($"a control character in {diagnostic.Message}");
        }
    }

    private static void ReadLock(ReadOnlySpan<byte> utf8)
    {
        if (!LockFile.Read("m.lock", utf8).TryGet(out var locked))
            return;

        // What was accepted is written so that it is accepted again, and then stays as it is.
        var written = LockFile.Write(locked);
        if (!written.AsSpan().SequenceEqual(LockFile.Write(LockFile.Read("m.lock", written).Value)))
            Assert.Fail("written again it is another");
    }

    private static string Section(string from, string to)
    {
        var text = File.ReadAllText(RepositoryRoot.File("tests", "EnvCompiler.Model.Tests", "Manifests", "every-key.toml"));
        var start = text.IndexOf(from, StringComparison.Ordinal);
        return text[start..text.IndexOf(to, start, StringComparison.Ordinal)];
    }

    [Fact]
    public void Every_value_of_a_lock_may_be_null_and_is_then_refused()
    {
        var lines = Encoding.UTF8.GetString(LockFile.Write(Composed())).Split('\n');
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
    public void Every_line_of_a_lock_may_be_missing()
    {
        var lines = Encoding.UTF8.GetString(LockFile.Write(Composed())).Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var text = string.Join('\n', lines.Where((_, at) => at != i));
            ReadLock(Encoding.UTF8.GetBytes(Regex.Replace(text, @",(\s*[}\]])", "$1")));
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
}
