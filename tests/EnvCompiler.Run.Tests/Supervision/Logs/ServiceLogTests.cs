using System.Text;
using EnvCompiler.Run.Supervision.Logs;
using EnvCompiler.TestKit;

namespace EnvCompiler.Run.Tests.Supervision.Logs;

public sealed class ServiceLogTests : IDisposable
{
    private static readonly SecretRedactor NoSecrets = new([]);
    private readonly TemporaryDirectory directory = new();

    private string LogPath => directory.File("llm.log");

    public void Dispose() => directory.Dispose();

    [Fact]
    public void Every_line_has_its_time_and_stream()
    {
        using (var log = new ServiceLog(LogPath, new StoppedClock()))
        {
            log.Write(LogStream.Output, "one\r\ntwo\n"u8, NoSecrets);
            log.Write(LogStream.Error, "no end"u8, NoSecrets);
            log.Note("ended");
        }

        Assert.Equal(
            """
            2026-11-21T09:45:22.123Z out one
            2026-11-21T09:45:22.123Z out two
            2026-11-21T09:45:22.123Z err no end
            2026-11-21T09:45:22.123Z envc ended

            """,
            File.ReadAllText(LogPath));
    }

    [Fact]
    public void A_log_at_its_limit_keeps_one_older_file_and_the_reader_reads_over_both()
    {
        using (var log = new ServiceLog(LogPath, new StoppedClock(), limit: 400))
        {
            for (var i = 0; i < 100; i++)
                log.Write(LogStream.Output, Encoding.ASCII.GetBytes($"line {i}\n"), NoSecrets);
        }

        Assert.InRange(new FileInfo(LogPath).Length, 1, 400);
        Assert.InRange(new FileInfo(LogPath + ".1").Length, 1, 400);
        Assert.False(File.Exists(LogPath + ".2"));
        var inNew = File.ReadAllLines(LogPath).Length;
        var last = ServiceLogReader.LastLines(LogPath, inNew + 2);
        Assert.Equal(Enumerable.Range(100 - inNew - 2, inNew + 2).Select(i => $"line {i}"), last.Select(line => line[(line.IndexOf("out ", StringComparison.Ordinal) + 4)..]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(9_999)]
    [InlineData(10_000)]
    [InlineData(int.MaxValue)]
    public void The_last_lines_are_found_in_a_log_of_many_blocks(int count)
    {
        var all = Enumerable.Range(0, 10_000).Select(i => $"line {i} {new string('x', i % 50)}").ToList();
        File.WriteAllLines(LogPath, all);

        Assert.Equal(all.TakeLast(count), ServiceLogReader.LastLines(LogPath, count));
    }

    [Fact]
    public void Lines_that_cannot_be_written_are_counted_and_said_when_they_can()
    {
        using (var log = new ServiceLog(Path.Combine(directory.Path, "later", "llm.log"), new StoppedClock()))
        {
            log.Note("lost");
            Directory.CreateDirectory(directory.File("later"));
            log.Note("kept");
        }

        var lines = File.ReadAllLines(directory.File("later", "llm.log"));
        Assert.EndsWith("envc 35 bytes of this log could not be written", lines[0], StringComparison.Ordinal);
        Assert.EndsWith("envc kept", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Following_gives_new_lines_of_several_logs_over_a_rotation_and_ends_with_the_supervisor()
    {
        var paths = new SortedDictionary<string, string> { ["a"] = directory.File("a.log"), ["longer"] = directory.File("longer.log") };
        using var log = new ServiceLog(paths["a"], new StoppedClock(), limit: 80);
        log.Note("before");
        var alive = true;
        var output = new StringWriter();
        var following = ServiceLogReader.WriteAsync(paths, 10, () => alive, output, TimeProvider.System, System.Threading.CancellationToken.None);
        for (var i = 0; i < 5; i++)
        {
            await Task.Delay(250);
            log.Note($"line {i}");
        }

        alive = false;
        await following;

        var lines = output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["before", "line 0", "line 1", "line 2", "line 3", "line 4"], lines.Select(line => line[(line.IndexOf("envc ", StringComparison.Ordinal) + 5)..]));
        Assert.All(lines, line => Assert.StartsWith("a      | ", line, StringComparison.Ordinal));
    }

    private sealed class StoppedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 11, 21, 9, 45, 22, 123, TimeSpan.Zero);
    }
}
