using EnvCompiler.Toml.Editing;

namespace EnvCompiler.Toml.Tests.Editing;

public sealed class EditTests
{
    [Theory]
    [InlineData("a = 1 # one\nb = 2\n", "a", "a = 9 # one\nb = 2\n")]
    [InlineData("# top\r\na = 1\r\n", "b", "# top\r\na = 1\r\nb = 9\r\n")]
    [InlineData("a = 1", "b", "a = 1\nb = 9")]
    [InlineData("", "a", "a = 9\n")]
    [InlineData("# licence\n\n# about t\n[t]\n", "a", "# licence\n\na = 9\n# about t\n[t]\n")]
    [InlineData("[t]\n  a = 1 # one\n\n# about u\n[u]\n", "t.b", "[t]\n  a = 1 # one\n  b = 9\n\n# about u\n[u]\n")]
    [InlineData("[t]\n\n[u]\n", "t.b", "[t]\nb = 9\n\n[u]\n")]
    [InlineData("a = 1\n", "t.b", "a = 1\n\n[t]\nb = 9\n")]
    [InlineData("x.y = 1 # c\nz = 2\n", "x.b", "x.y = 1 # c\nx.b = 9\nz = 2\n")]
    [InlineData("[t]\nx.y = 1\nz = 2\n", "t.x.b", "[t]\nx.y = 1\nx.b = 9\nz = 2\n")]
    [InlineData("# about u\n[t.u]\n", "t.b", "[t]\nb = 9\n\n# about u\n[t.u]\n")]
    [InlineData("t = { a = 1 }\n", "t.b", "t = { a = 1, b = 9 }\n")]
    [InlineData("t = {}\n", "t.b", "t = { b = 9 }\n")]
    [InlineData("t = { a = 1, }\n", "t.b", "t = { a = 1, b = 9, }\n")]
    [InlineData("t = {\n  a = 1, # one\n}\n", "t.b", "t = {\n  a = 1, # one\n  b = 9,\n}\n")]
    [InlineData("t = {\n  a = 1 # one\n}\n", "t.b", "t = {\n  a = 1, # one\n  b = 9\n}\n")]
    [InlineData("t = { u.v = 1 }\n", "t.u.b", "t = { u.v = 1, u.b = 9 }\n")]
    [InlineData("\"a b\".c = 1\n", "a b.c", "\"a b\".c = 9\n")]
    [InlineData("a = [ # list\n 1,\n]\n", "a", "a = 9\n")]
    public void A_value_is_set_where_the_file_has_it(string text, string path, string expected) =>
        Assert.Equal(expected, TomlDocument.Parse(text).Set(path.Split('.'), "9").Document.Text);

    [Theory]
    [InlineData("[install]\n", "[install]\nx.pkg-path = \"p\"\n")]
    [InlineData("version = 1\n[install] # packages\r\n", "version = 1\n[install] # packages\r\nx.pkg-path = \"p\"\n")]
    [InlineData("[install]\n# c\na.pkg-path = \"a\" # A\n\n[vars]\n", "[install]\n# c\na.pkg-path = \"a\" # A\nx.pkg-path = \"p\"\n\n[vars]\n")]
    [InlineData("[install]\na = { pkg-path = \"a\" }\n", "[install]\na = { pkg-path = \"a\" }\nx = { pkg-path = \"p\" }\n")]
    [InlineData("[install.a]\npkg-path = \"a\"\n\n[vars]\n", "[install.a]\npkg-path = \"a\"\n\n[install.x]\npkg-path = \"p\"\n\n[vars]\n")]
    [InlineData("[install.a]\npkg-path = \"a\"", "[install.a]\npkg-path = \"a\"\n\n[install.x]\npkg-path = \"p\"")]
    [InlineData("install = { a.pkg-path = \"a\" }\n", "install = { a.pkg-path = \"a\", x.pkg-path = \"p\" }\n")]
    [InlineData("install.a.pkg-path = \"a\"\n", "install.a.pkg-path = \"a\"\ninstall.x.pkg-path = \"p\"\n")]
    public void A_package_is_added_in_the_form_of_its_siblings_and_removed_without_a_trace(string text, string expected)
    {
        var added = TomlDocument.Parse(text).Add(["install", "x"], [new("pkg-path", TomlText.Of("p"))]).Document;
        Assert.Equal(expected, added.Text);
        Assert.Equal(text, added.Remove(["install", "x"]).Document.Text);
    }

    [Theory]
    [InlineData("", "[install]\nx.pkg-path = \"p\"\n")]
    [InlineData("version = 1\n", "version = 1\n\n[install]\nx.pkg-path = \"p\"\n")]
    public void A_first_package_brings_its_section(string text, string expected)
    {
        var added = TomlDocument.Parse(text).Add(["install", "x"], [new("pkg-path", TomlText.Of("p"))]).Document;
        Assert.Equal(expected, added.Text);
        Assert.Equal(text, added.Remove(["install"]).Document.Text);
    }

    [Theory]
    [InlineData("[t]\n# about a\n# more\na = 1 # one\nb = 2\n", "t.a", "[t]\nb = 2\n")]
    [InlineData("[t]\n# of the section\n\n# about a\na = 1\n", "t.a", "[t]\n# of the section\n\n")]
    [InlineData("s = \"\"\"\n# no comment\n\"\"\"\na = 1\n", "a", "s = \"\"\"\n# no comment\n\"\"\"\n")]
    [InlineData("a.b = 1\nc = 2\na.d = 3", "a", "c = 2")]
    [InlineData("x = 1\n\n# about t\n[t]\na = 1\n\n[u]\n", "t", "x = 1\n\n[u]\n")]
    [InlineData("[t]\na = 1\n[t.s]\nb = 1\n[u]\n[[t.l]]\nc = 1\n", "t", "[u]\n")]
    [InlineData("[[l]]\na = 1\n[[l]]\na = 2\n[u]\n", "l", "[u]\n")]
    [InlineData("t = { a = 1, b = 2, c = 3 }\n", "t.b", "t = { a = 1, c = 3 }\n")]
    [InlineData("t = { a = 1, b = 2 }\n", "t.a", "t = { b = 2 }\n")]
    [InlineData("t = { a = 1 }\n", "t.a", "t = {}\n")]
    [InlineData("t = {\n  a = 1, # one\n  b = 2, # two\n}\n", "t.a", "t = {\n  b = 2, # two\n}\n")]
    [InlineData("t = { u.a = 1, v = 2, u.b = 3 }\n", "t.u", "t = { v = 2 }\n")]
    [InlineData("\ufeffa = 1\nb = 2\n", "a", "\ufeffb = 2\n")]
    [InlineData("a = 1\r\nb = 2", "b", "a = 1")]
    public void A_key_is_removed_with_its_own_comments(string text, string path, string expected) =>
        Assert.Equal(expected, TomlDocument.Parse(text).Remove(path.Split('.')).Document.Text);

    [Theory]
    [InlineData("a = ", "a", "a text with errors cannot be edited")]
    [InlineData("a = 1", "a.b", "`a` is an integer, so there is no key below it")]
    [InlineData("a = [{ b = 1 }]", "a.b", "`a` is an array, so there is no key below it")]
    [InlineData("[[a]]\nb = 1", "a.b", "`a` is an array, so there is no key below it")]
    [InlineData("[a]\nb = 1", "a", "`a` is a table of several lines and cannot be replaced by a value")]
    [InlineData("[[a]]\nb = 1", "a", "`a` is a table of several lines and cannot be replaced by a value")]
    public void What_cannot_be_set_is_refused(string text, string path, string message) =>
        Assert.Equal(message, TomlDocument.Parse(text).Set(path.Split('.'), "9").Error!.Message);

    [Theory]
    [InlineData("1 # c")]
    [InlineData("1\nb = 2")]
    [InlineData("")]
    [InlineData("[1")]
    [InlineData(" 1 ")]
    public void What_is_not_one_value_is_refused(string value) =>
        Assert.Equal($"`{value}` is not one value", TomlDocument.Parse("a = 0\n").Set(["a"], value).Error!.Message);

    [Fact]
    public void A_refusal_names_what_is_missing_or_there_already()
    {
        var document = TomlDocument.Parse("[install]\nx.pkg-path = \"x\"\n");
        Assert.Equal("there is no `install.\"y z\"`", document.Remove(["install", "y z"]).Error!.Message);
        Assert.Equal("`x` is there already", document.Add(["install", "x"], [new("pkg-path", "\"x\"")]).Error!.Message);
        Assert.Equal((2, 1), (document.Set(["install", "x"], "1").Error!.Span.Line, document.Set(["install", "x"], "1").Error!.Span.Column));
    }

    [Fact]
    public void TOML_1_0_stays_TOML_1_0()
    {
        var document = TomlDocument.Parse("t = { a = 1 }\n", new TomlOptions { Version = TomlVersion.V10 });
        Assert.Equal("t = { a = 1, b = 2 }\n", document.Set(["t", "b"], "2").Document.Text);
        Assert.False(document.Set(["t", "b"], "{\n}").TryGet(out _));
    }

    [Fact]
    public void Texts_of_values_are_read_back()
    {
        const string odd = "a\"b\\c\n\r\t\u0001\u007f é 😀";
        var root = TomlDocument.Parse($"{TomlText.Key(odd)} = {TomlText.Array([odd, ""])}\nb = {TomlText.Table([new("c d", TomlText.Of(-3)), new("e", TomlText.Of(true))])}").Root;
        Assert.Equal([odd, ""], Assert.IsType<Values.TomlArray>(root.Entries[0].Value).Items.Select(item => ((Values.TomlString)item).Value));
        Assert.Equal((odd, "c d", -3L), (root.Entries[0].Key, ((Values.TomlTable)root.Entries[1].Value).Entries[0].Key, ((Values.TomlInteger)((Values.TomlTable)root.Entries[1].Value).Entries[0].Value).Value));
    }
}
