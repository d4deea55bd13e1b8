using EnvCompiler.Toml.Values;

namespace EnvCompiler.Toml.Tests;

public sealed class ValueTests
{
    [Theory]
    [InlineData("\"a\\tb\\u00e9\\x41\\e\"", "a\tbéA\u001b")]
    [InlineData("'a\\tb'", "a\\tb")]
    [InlineData("\"\"\"\na\\\n   b\"\"\"", "ab")]
    [InlineData("'''\n'a''b'''''", "'a''b''")]
    public void Strings_of_every_form_are_read(string text, string expected) =>
        Assert.Equal(expected, Assert.IsType<TomlString>(Value(text)).Value);

    [Theory]
    [InlineData("0", 0)]
    [InlineData("-17", -17)]
    [InlineData("1_000", 1000)]
    [InlineData("0xdead_BEEF", 0xdeadbeef)]
    [InlineData("0o755", 493)]
    [InlineData("0b11", 3)]
    [InlineData("-9223372036854775808", long.MinValue)]
    public void Integers_of_every_base_are_read(string text, long expected) =>
        Assert.Equal(expected, Assert.IsType<TomlInteger>(Value(text)).Value);

    [Theory]
    [InlineData("9223372036854775808", "`9223372036854775808` does not fit in 64 bits")]
    [InlineData("0xffffffffffffffff", "`0xffffffffffffffff` does not fit in 64 bits")]
    [InlineData("012", "`012` starts with a zero, which numbers may not")]
    [InlineData("-0x1", "`-0x1` has a base and cannot have a sign")]
    [InlineData("1__0", "`1__0` is not a number")]
    [InlineData("1.e5", "`1.e5` is not a number")]
    [InlineData("2026-02-30", "`2026-02-30` is not a valid date or time")]
    [InlineData("24:00:00", "`24:00:00` is not a valid date or time")]
    public void A_bad_scalar_says_why(string text, string message) =>
        Assert.Equal(message, Assert.Single(TomlDocument.Parse($"a = {text}").Errors).Message);

    [Fact]
    public void Dates_keep_their_parts()
    {
        var value = Assert.IsType<TomlDateTime>(Value("1979-05-27 00:32:00.999999-07:00"));
        Assert.Equal(new DateOnly(1979, 5, 27), value.Date);
        Assert.Equal(new TimeOnly(0, 32).Add(TimeSpan.FromTicks(9_999_990)), value.Time);
        Assert.Equal(TimeSpan.FromHours(-7), value.Offset);
        Assert.Equal("a local time", Value("07:32").KindName);
    }

    [Fact]
    public void The_strict_edition_refuses_what_came_with_1_1()
    {
        var options = new TomlOptions { Version = TomlVersion.V10 };
        foreach (var text in new[] { "a = { b = 1, }", "a = {\nb = 1 }", "a = \"\\e\"", "a = \"\\x41\"", "a = 07:32" })
        {
            Assert.Empty(TomlDocument.Parse(text).Errors);
            Assert.NotEmpty(TomlDocument.Parse(text, options).Errors);
        }
    }

    [Theory]
    [InlineData("a.b = 1\n[a]", "`a` is already defined on line 1")]
    [InlineData("[a]\n[a]", "`a` is already defined on line 1")]
    [InlineData("a = { b = 1 }\na.c = 2", "`a` is closed by its braces on line 1 and cannot be added to")]
    [InlineData("[[a]]\n[a]", "`a` is already defined on line 1")]
    [InlineData("a = []\n[[a]]", "`a` is already defined on line 1")]
    public void A_second_definition_names_the_first(string text, string message) =>
        Assert.Equal(message, Assert.Single(TomlDocument.Parse(text).Errors).Message);

    [Fact]
    public void Dotted_keys_go_on_after_an_inline_table() =>
        Assert.Empty(TomlDocument.Parse("a.b = { x = 1 }\na.c = 1\n[t]\na.b = [{}]\na.c = 1\n").Errors);

    [Fact]
    public void Invalid_utf8_is_reported_where_it_stands()
    {
        var document = TomlDocument.Parse([.. "a = 1\nb = \""u8, 0xff, .. "\"\nc = \n"u8]);
        Assert.Equal(["(2,6): byte 0xff is not valid UTF-8\nhint: TOML files are UTF-8", "(3,5): a value is expected here"], document.Errors.Select(e => e.ToString()));
    }

    private static TomlValue Value(string text)
    {
        var document = TomlDocument.Parse($"a = {text}");
        Assert.Empty(document.Errors);
        return document.Root.Entries[0].Value;
    }
}
