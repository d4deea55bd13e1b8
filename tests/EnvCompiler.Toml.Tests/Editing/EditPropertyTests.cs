using System.Globalization;
using System.Text;
using EnvCompiler.TestKit;
using EnvCompiler.Toml.Editing;
using EnvCompiler.Toml.Tests.Conformance;
using EnvCompiler.Toml.Values;
using Xunit.Abstractions;

namespace EnvCompiler.Toml.Tests.Editing;

/// <summary>
/// Random edits of the toml-test corpus and of random documents, held against the same edits of their values: the result parses to exactly
/// the edited values, the rest of the text stays, and an edit taken back gives the text that was.
/// </summary>
public sealed class EditPropertyTests(ITestOutputHelper output)
{
    private static readonly string[] Values = ["1", "\"x y\"", "[1, 2]", "{ k = 1 }", "true", "1979-05-27"];
    private int refused;

    [Fact]
    public void Edits_change_what_they_say_and_nothing_else()
    {
        var random = new Random(20261121);
        var texts = Corpus().Concat(Enumerable.Range(0, 2000).Select(_ => RandomDocument(random))).ToList();
        var edits = 0;
        foreach (var text in texts)
        {
            var document = TomlDocument.Parse(text);
            Assert.True(document.Errors.Count == 0, $"{text}\n{string.Join('\n', document.Errors)}");
            var paths = PathsOf(document.Root).ToList();
            for (var i = 0; i < 12; i++)
            {
                edits++;
                var path = paths.Count == 0 || random.Next(2) == 0 ? NewPath(random, document.Root, paths) : paths[random.Next(paths.Count)];
                Check(document, path, Values[random.Next(Values.Length)]);
            }
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{edits:N0} edits of {texts.Count:N0} texts, {refused:N0} refused"));
        Assert.True(refused < edits / 2, "most edits should be possible");
    }

    private void Check(TomlDocument document, string[] path, string value)
    {
        var context = $"{string.Join(" . ", path)} = {value}\n{document.Text}";
        var present = ValueAt(document.Root, path);
        if (!document.Set(path, value).TryGet(out var edited))
        {
            Assert.True(present is TomlTable or TomlArray || CrossesNoTable(document.Root, path), context);
            refused++;
        }
        else
        {
            var single = TomlDocument.Parse("v = " + value).Root.Entries[0].Value;
            AssertSame(Model(document.Root, path, single), Model(edited.Root), context);
            if (present is not null)
            {
                var old = document.Text.Substring(present.Span.Offset, present.Span.Length);
                Assert.Equal(document.Text[..present.Span.Offset] + value + document.Text[present.Span.End..], edited.Text);
                Assert.Equal(document.Text, edited.Set(path, old).Document.Text);
            }
            else
            {
                AssertOnlyAdds(document.Text, edited.Text, context);
                AssertSame(Model(document.Root), Model(edited.Remove(path).Document.Root), context);
            }
        }

        if (present is not null)
        {
            if (!document.Remove(path).TryGet(out var removed))
                Assert.Fail($"cannot remove {context}");
            AssertSame(Model(document.Root, path, value: null), Model(removed.Root), context);
            AssertOnlyAdds(removed.Text, document.Text, context);
        }
        else
        {
            Assert.False(document.Remove(path).TryGet(out _), context);
        }
    }

    /// <summary>The shorter text's characters are all in the longer one, in order.</summary>
    private static void AssertOnlyAdds(string shorter, string longer, string context)
    {
        var at = 0;
        foreach (var c in longer)
        {
            if (at < shorter.Length && shorter[at] == c)
                at++;
        }

        Assert.True(at == shorter.Length, $"{context}\nbecame\n{longer}");
    }

    private static void AssertSame(string expected, string actual, string context) =>
        Assert.True(expected == actual, $"{context}\nexpected {expected}\nactual   {actual}");

    /// <summary>The values as text without places, after an edit; empty tables are left out, because a table may be there only by its keys.</summary>
    private static string Model(TomlTable root, string[]? path = null, TomlValue? value = null)
    {
        var text = new StringBuilder();
        Write(text, root, path, value);
        return text.ToString();
    }

    private static void Write(StringBuilder text, TomlValue value, string[]? path, TomlValue? replacement)
    {
        switch (value)
        {
            case TomlTable table:
                var entries = new SortedDictionary<string, string>(StringComparer.Ordinal);
                foreach (var entry in table.Entries)
                {
                    var isOnPath = path is not null && entry.Key == path[0];
                    if (isOnPath && path!.Length == 1)
                        continue;
                    Put(entries, entry.Key, entry.Value, isOnPath ? path![1..] : null, replacement);
                }

                if (path is { Length: 1 } && replacement is not null)
                    Put(entries, path[0], replacement, path: null, replacement: null);
                else if (path is { Length: > 1 } && replacement is not null && !table.TryGet(path[0], out _))
                    Put(entries, path[0], TomlDocument.Parse("").Root, path[1..], replacement);
                text.Append('{').AppendJoin(',', entries.Select(entry => $"{entry.Key}={entry.Value}")).Append('}');
                break;
            case TomlArray array:
                text.Append('[');
                foreach (var item in array.Items)
                {
                    Write(text, item, path: null, replacement: null);
                    text.Append(',');
                }

                text.Append(']');
                break;
            default:
                text.Append(value switch
                {
                    TomlString s => $"\"{s.Value}\"",
                    TomlInteger i => i.Value.ToString(CultureInfo.InvariantCulture),
                    TomlFloat f => f.Value.ToString("R", CultureInfo.InvariantCulture),
                    TomlBoolean b => b.Value.ToString(),
                    TomlDateTime d => $"{d.Date} {d.Time} {d.Offset}",
                    _ => value.KindName,
                });
                break;
        }
    }

    private static void Put(SortedDictionary<string, string> entries, string key, TomlValue value, string[]? path, TomlValue? replacement)
    {
        var text = new StringBuilder();
        Write(text, value, path, replacement);
        if (text.ToString() != "{}")
            entries.Add(key, text.ToString());
    }

    private static TomlValue? ValueAt(TomlValue value, IEnumerable<string> path)
    {
        foreach (var key in path)
        {
            if (value is not TomlTable table || !table.TryGet(key, out var entry))
                return null;
            value = entry.Value;
        }

        return value;
    }

    private static bool CrossesNoTable(TomlTable root, string[] path) =>
        Enumerable.Range(1, path.Length - 1).Any(length => ValueAt(root, path[..length]) is { } value and not TomlTable);

    private static IEnumerable<string[]> PathsOf(TomlTable table) => table.Entries.SelectMany(entry =>
        entry.Value is TomlTable inner ? PathsOf(inner).Select(path => (string[])[entry.Key, .. path]).Prepend([entry.Key]) : [[entry.Key]]);

    private static string[] NewPath(Random random, TomlTable root, List<string[]> paths)
    {
        string[] parent = paths.Count == 0 || random.Next(4) == 0 ? [] : paths[random.Next(paths.Count)];
        string[] path = random.Next(3) == 0 ? [.. parent, "new one", "deep"] : [.. parent, "new"];
        return ValueAt(root, path) is null ? path : [.. path, "newer"];
    }

    private static IEnumerable<string> Corpus() => TomlTestCorpus.Folder is null
        ? []
        : TomlTestCorpus.Files(TomlVersion.V11)
            .Where(file => file.StartsWith("valid/", StringComparison.Ordinal))
            .Select(file => TomlDocument.Parse(File.ReadAllBytes(Path.Combine(TomlTestCorpus.Folder, file))).Text);

    /// <summary>A document that is valid by construction: every table and key has a name of its own.</summary>
    private static string RandomDocument(Random random)
    {
        var newline = random.Next(4) == 0 ? "\r\n" : "\n";
        var lines = new List<string>();
        var names = 0;
        for (var section = random.Next(4); section >= 0; section--)
        {
            for (var count = random.Next(4); count > 0; count--)
            {
                if (random.Next(4) == 0)
                    lines.Add(random.Next(2) == 0 ? "# comment" : "");
                var indent = random.Next(4) == 0 ? "  " : "";
                var key = random.Next(3) == 0 ? $"d{section}.k{names++}" : $"k{names++}";
                lines.Add($"{indent}{key} = {RandomValue(random, 0, newline)}{(random.Next(4) == 0 ? " # says" : "")}");
            }

            if (section == 0)
                break;
            if (random.Next(2) == 0)
                lines.Add("");
            var header = random.Next(3) == 0 ? $"t.s{section}.u{names++}" : $"t{names++}";
            lines.Add(random.Next(6) == 0 ? $"[[l{names++}]]" : $"[{header}]");
        }

        return string.Join(newline, lines) + (random.Next(5) == 0 ? "" : newline);
    }

    private static string RandomValue(Random random, int depth, string newline) => random.Next(depth < 3 ? 8 : 3) switch
    {
        0 => "1",
        1 => "\"# x\"",
        2 => $"'''{newline}# y{newline}'''",
        3 => $"[1, # one{newline} 2]",
        4 => "{}",
        5 => $"{{ a = {RandomValue(random, depth + 1, newline)}, b.c = {RandomValue(random, depth + 1, newline)}, b.d = 1 }}",
        6 => $"{{{newline}  a = {RandomValue(random, depth + 1, newline)}, # says{newline}  b = 2{(random.Next(2) == 0 ? "," : "")}{newline}}}",
        _ => $"{{a={RandomValue(random, depth + 1, newline)},}}",
    };
}
