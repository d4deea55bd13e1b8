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
