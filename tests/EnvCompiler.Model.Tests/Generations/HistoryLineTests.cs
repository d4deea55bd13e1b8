using System.Text.Json;
using EnvCompiler.Model.Generations;

namespace EnvCompiler.Model.Tests.Generations;

public sealed class HistoryLineTests
{
    private static readonly HistoryEntry Entry = new()
    {
        Kind = "build",
        Generation = 12,
        Parent = 11,
        Digest = new string('a', 64),
        Time = "2026-11-22T05:00:00Z",
        Author = "jo \"the\" builder",
        Host = "höst",
        Command = ["envc", "build", "-d", "a\nb"],
    };

    [Fact]
    public void What_is_written_is_read_again()
    {
        foreach (var entry in (HistoryEntry[])[Entry, Entry with { Parent = null, Command = [] }])
        {
            var line = HistoryLine.Write(entry);
            Assert.DoesNotContain('\n', line);
            var read = HistoryLine.Read(line);
            Assert.Equal(entry.Command, read.Command);
            Assert.Equal(entry, read with { Command = entry.Command });
        }
    }

    [Fact]
    public void Every_character_of_a_text_is_kept()
    {
        var text = string.Concat(Enumerable.Range(0, 0x3000).Select(code => (char)code)) + "\U0001F600\",\"generation\":7,\"digest\":\"x\\";
        var line = HistoryLine.Write(Entry with { Author = text, Kind = text, Command = [text, text] });
        using var json = JsonDocument.Parse(line);
        Assert.Equal(text, json.RootElement.GetProperty("author").GetString());
        Assert.Equal(text, json.RootElement.GetProperty("command")[1].GetString());
        Assert.Equal(text, HistoryLine.Read(line).Kind);
        Assert.True(HistoryLine.TryPeek(line, out var generation, out var digest));
        Assert.Equal((12, Entry.Digest), (generation, digest));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("{ \"kind\":\"build\",\"generation\":1,\"digest\":\"a\"}")]
    [InlineData("{\"kind\":\"build\",\"generation\":x,\"digest\":\"a\",\"time\":\"\"}")]
    [InlineData("{\"kind\":\"build\",\"generation\":1,\"dig")]
    public void A_line_of_another_form_is_left_to_the_reader(string line) => Assert.False(HistoryLine.TryPeek(line, out _, out _));

    [Fact]
    public void What_a_newer_version_adds_is_skipped() =>
        Assert.Equal(12, HistoryLine.Read(HistoryLine.Write(Entry).Replace("\"digest\"", "\"more\":{\"a\":[1,2]},\"digest\"", StringComparison.Ordinal)).Generation);

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"kind\":\"build\"}")]
    [InlineData("{\"kind\":3,\"generation\":1,\"digest\":\"\",\"time\":\"\",\"author\":\"\",\"host\":\"\",\"command\":[]}")]
    [InlineData("{\"kind\":\"build\",\"generation\":1.5,\"digest\":\"\",\"time\":\"\",\"author\":\"\",\"host\":\"\",\"command\":[]}")]
    [InlineData("{\"kind\":\"build\",\"gen")]
    public void Anything_else_is_refused(string line) => Assert.ThrowsAny<JsonException>(() => HistoryLine.Read(line));
}
