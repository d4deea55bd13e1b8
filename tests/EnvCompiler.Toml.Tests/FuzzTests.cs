using System.Text;
using EnvCompiler.TestKit;
using EnvCompiler.Toml.Tests.Conformance;
using Xunit.Abstractions;

namespace EnvCompiler.Toml.Tests;

/// <summary>A million texts: whatever one holds, reading it ends, and its tokens are its text.</summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    private static readonly string[] Fragments =
    [
        "[", "]", "[[", "]]", "{", "}", "=", " = ", "\"", "'", "'''", "\"\"\"", "\\", "\\u00e9", "\\xff", "\\U0010ffff", "\n", "\r\n", "\r", "\t", ".", ",", "#", "\0",
        "\u007f", "\ufeff", "é", "\u2028", "a", "a.b", "\"a b\"", "1979-05-27", "07:32:00", "T", "Z", "+00:00", "0x", "0b2", "_", " ", "1e9", "-nan", "inf", "true", "false",
        "9223372036854775808", "a = 1\n", "[a]\n", "[[a]]\n", "a = [\n", "a = {", "x.y.z = ", "[[[[[[[[", "{a={a={a=", "a.a.a.a.a.a.a.a.",
    ];

    private static readonly string[] Examples =
    [
        "version = 1\n[install]\nllama.pkg-path = \"x\" # c\n[vars]\nA = { default = '1', secret = false }\n",
        "a = [1, 2.5, true, 'x', [1979-05-27T07:32:00Z, 07:32], {b = \"\"\"\nq\\\n  r\"\"\"}]\n[[p.q]]\nx.y.z = 0xff\n[[p.q]]\n",
        "\"a b\".'c' = +1_000e-3\r\n[t]\r\nd = { e = 1,\n # c\n f = [\n1,\n],\n}\r\n",
    ];

    [Fact]
    public void A_million_inputs_are_read()
    {
        byte[][] notUtf8 = [[0xff], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80]];
        var mutator = new FuzzMutator(
            [.. Examples.Select(Encoding.UTF8.GetBytes), .. Corpus()], [.. Fragments.Select(Encoding.UTF8.GetBytes), .. notUtf8], longest: 1000);
        output.WriteLine(Fuzzing.Run(mutator, Read, bytesPerInput: 64 * 1024));
    }

    private static void Read(ReadOnlySpan<byte> utf8)
    {
        var document = TomlDocument.Parse(utf8);
        var end = 0;
        foreach (var token in document.Syntax.Tokens)
        {
            if (token.Offset != end || token.Length <= 0)
                Assert.Fail($"{token} does not follow offset {end}");
            end = token.End;
        }

        Assert.Equal(document.Text.Length, end);
        end = 0;
        foreach (var statement in document.Syntax.Statements)
        {
            if (statement.Start < end || statement.End < statement.Start || statement.End > document.Text.Length)
                Assert.Fail($"a statement from {statement.Start} to {statement.End} after offset {end}");
            end = statement.End;
        }

        foreach (var error in document.Errors)
        {
            if (error.Span.Offset < 0 || error.Span.Offset > document.Text.Length)
                Assert.Fail($"{error} lies outside the text");
        }
    }

    private static IEnumerable<byte[]> Corpus() => TomlTestCorpus.Folder is null
        ? []
        : TomlTestCorpus.Files(TomlVersion.V11).Select(file => File.ReadAllBytes(Path.Combine(TomlTestCorpus.Folder, file))).Where(bytes => bytes.Length < 1000);
}
