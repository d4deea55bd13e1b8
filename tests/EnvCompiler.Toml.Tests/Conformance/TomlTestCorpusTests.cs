using System.Text.Json.Nodes;
using Xunit.Abstractions;

namespace EnvCompiler.Toml.Tests.Conformance;

/// <summary>The whole corpus in both editions; where it is absent, the output says so and the other tests of this project stand alone.</summary>
public sealed class TomlTestCorpusTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(TomlVersion.V10)]
    [InlineData(TomlVersion.V11)]
    public void Every_valid_file_has_the_expected_values(TomlVersion version)
    {
        var failures = new List<string>();
        var count = 0;
        foreach (var (file, bytes) in Files(version, "valid/"))
        {
            count++;
            var document = TomlDocument.Parse(bytes, new TomlOptions { Version = version });
            var expected = JsonNode.Parse(File.ReadAllText(Path.Combine(TomlTestCorpus.Folder!, Path.ChangeExtension(file, ".json"))));
            if (document.Errors.Count > 0)
                failures.Add($"{file}: {document.Errors[0]}");
            else if (TaggedJson.Difference("", document.Root, expected) is { } difference)
                failures.Add($"{file}: {difference}");
        }

        output.WriteLine($"{count} valid files of {version}");
        Assert.True(TomlTestCorpus.Folder is null || count > 200, "the corpus has hundreds of valid files");
        Assert.Empty(failures);
    }

    [Theory]
    [InlineData(TomlVersion.V10)]
    [InlineData(TomlVersion.V11)]
    public void Every_invalid_file_is_refused(TomlVersion version)
    {
        var failures = new List<string>();
        var count = 0;
        foreach (var (file, bytes) in Files(version, "invalid/"))
        {
            count++;
            if (TomlDocument.Parse(bytes, new TomlOptions { Version = version }).Errors.Count == 0)
                failures.Add(file);
        }

        output.WriteLine($"{count} invalid files of {version}");
        Assert.True(TomlTestCorpus.Folder is null || count > 400, "the corpus has hundreds of invalid files");
        Assert.Empty(failures);
    }

    [Fact]
    public void Every_file_round_trips_through_its_tokens()
    {
        foreach (var (file, bytes) in Files(TomlVersion.V11, ""))
        {
            var document = TomlDocument.Parse(bytes);
            Assert.True(document.Text == string.Concat(document.Syntax.Tokens.Select(t => document.Syntax.TextOf(t).ToString())), file);
        }
    }

    private IEnumerable<(string File, byte[] Bytes)> Files(TomlVersion version, string prefix)
    {
        if (TomlTestCorpus.Folder is null)
        {
            output.WriteLine("the toml-test corpus is absent; nothing was checked against it");
            return [];
        }

        return TomlTestCorpus.Files(version)
            .Where(file => file.StartsWith(prefix, StringComparison.Ordinal))
            .Select(file => (file, File.ReadAllBytes(Path.Combine(TomlTestCorpus.Folder, file))));
    }
}
