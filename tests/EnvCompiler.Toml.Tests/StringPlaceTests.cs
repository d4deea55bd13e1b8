using EnvCompiler.Toml.Values;

namespace EnvCompiler.Toml.Tests;

public sealed class StringPlaceTests
{
    [Theory]
    [InlineData("v = 'abc'")]
    [InlineData("v = \"a\\tb\\u0041\\\\c\"")]
    [InlineData("v = '''\nab\r\nc'''")]
    [InlineData("v = \"\"\"\na\\\n   b\\\"c \\\n\n\"\"\"")]
    [InlineData("v = \"\"")]
    [InlineData("v = \"x\\U0001F600y\"")]
    public void Every_character_of_a_value_has_the_place_where_it_was_written(string text)
    {
        var document = TomlDocument.Parse(text);
        Assert.Empty(document.Errors);
        var value = (TomlString)document.Root.Entries[0].Value;
        var last = value.Span.Offset;
        for (var i = 0; i < value.Value.Length; i++)
        {
            var place = document.PlaceIn(value, i);
            Assert.True(place.Offset > last || (char.IsLowSurrogate(value.Value[i]) && place.Offset == last));
            Assert.True(text[place.Offset] == value.Value[i] || text[place.Offset] == '\\');
            Assert.Equal(text.AsSpan(0, place.Offset).Count('\n') + 1, place.Line);
            last = place.Offset;
        }

        Assert.Contains(text[document.PlaceIn(value, value.Value.Length).Offset], "'\"");
    }
}
