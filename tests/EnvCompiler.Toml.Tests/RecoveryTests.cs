using EnvCompiler.Toml.Values;

namespace EnvCompiler.Toml.Tests;

public sealed class RecoveryTests
{
    [Fact]
    public void Several_slips_are_all_reported_in_source_order()
    {
        var document = TomlDocument.Parse("""
            a = 1
            b = hello
            [x
            c = "open
            d = 2
            d = 3
            [y]
            e = [1, 2
            f = 1.
            """);
        Assert.Equal(
            [
                (2, 5, "`hello` is not a value"),
                (3, 3, "the header of `x` has no closing `]`"),
                (4, 5, "the string has no closing `\"`"),
                (6, 1, "`d` is already defined on line 5"),
                (8, 5, "the array has no closing `]`"),
                (9, 5, "`1.` is not a number"),
            ],
            document.Errors.Select(e => (e.Span.Line, e.Span.Column, e.Message)));
        Assert.Equal(["a", "b", "c", "d", "y"], document.Root.Entries.Select(e => e.Key));
    }

    [Fact]
    public void A_slip_inside_brackets_is_one_error_and_the_next_section_is_read()
    {
        var document = TomlDocument.Parse("""
            list = [
              "a",
              oops,
              [1, 2],
              "c",
            ]
            [next]
            key = true
            """);
        Assert.Single(document.Errors);
        Assert.True(document.Root.TryGet("next", out var next));
        Assert.Equal("key", Assert.Single(((TomlTable)next.Value).Entries).Key);
    }

    [Fact]
    public void A_value_that_cannot_be_read_is_there_as_invalid()
    {
        var document = TomlDocument.Parse("a = 0x\nb = \"open\nc = 1");
        Assert.Equal(2, document.Errors.Count);
        Assert.Collection(
            document.Root.Entries,
            a => Assert.IsType<TomlInvalid>(a.Value),
            b => Assert.IsType<TomlInvalid>(b.Value),
            c => Assert.Equal(1, Assert.IsType<TomlInteger>(c.Value).Value));
    }

    [Theory]
    [InlineData("a = True", "write `true`")]
    [InlineData("a = llama", "strings need quotes: `\"llama\"`")]
    [InlineData("a = \"C:\\dir\"", "write `\\\\` for a backslash, or the string in '…', where it stands for itself")]
    [InlineData("größe = 1", "keys with other characters than A-Z a-z 0-9 _ - need quotes")]
    public void Common_slips_have_a_hint(string text, string hint) =>
        Assert.Equal(hint, TomlDocument.Parse(text).Errors[0].Hint);

    [Fact]
    public void An_unclosed_multi_line_string_is_one_error() =>
        Assert.Equal("the string has no closing `\"\"\"`", Assert.Single(TomlDocument.Parse("a = \"\"\"\nb = 1\n[c\n").Errors).Message);

    [Fact]
    public void Places_are_of_the_key_and_the_value()
    {
        var document = TomlDocument.Parse("# c\r\n[t]\r\n  key.sub = [ 'x' ] # end\r\n");
        var t = (TomlTable)document.Root.Entries[0].Value;
        Assert.Equal((2, 2), (document.Root.Entries[0].KeySpan.Line, document.Root.Entries[0].KeySpan.Column));
        var key = t.Entries[0];
        Assert.Equal((3, 3), (key.KeySpan.Line, key.KeySpan.Column));
        var sub = ((TomlTable)key.Value).Entries[0];
        Assert.Equal((3, 7, 3), (sub.KeySpan.Line, sub.KeySpan.Column, sub.KeySpan.Length));
        Assert.Equal("[ 'x' ]", document.Text.Substring(sub.Value.Span.Offset, sub.Value.Span.Length));
        Assert.Equal((3, 13), (sub.Value.Span.Line, sub.Value.Span.Column));
    }
}
