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
        using (var log = new ServiceLog(LogPath, new SetClock()))
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

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    [InlineData(3, 4)]
    public void A_full_log_becomes_an_old_file_of_which_as_many_are_kept_as_wished(int keep, int files)
    {
        using (var log = new ServiceLog(LogPath, new SetClock()) { Limits = new LogLimits(400, MaxAge: null, keep) })
        {
            for (var i = 0; i < 100; i++)
                log.Write(LogStream.Output, Encoding.ASCII.GetBytes($"line {i}\n"), NoSecrets);
        }

        Assert.Equal(files, Directory.GetFiles(directory.Path).Length);
        Assert.All(Directory.GetFiles(directory.Path), file => Assert.InRange(new FileInfo(file).Length, 1, 400));
        var lines = ServiceLogReader.LastLines(LogPath, int.MaxValue).Select(TextOf).ToList();
        Assert.Equal(Enumerable.Range(100 - lines.Count, lines.Count).Select(i => $"line {i}"), lines);
        Assert.Equal(lines.TakeLast(12), ServiceLogReader.LastLines(LogPath, 12).Select(TextOf));
    }

    [Fact]
    public void A_log_whose_first_line_is_old_becomes_an_old_file_before_the_next_line_and_after_a_new_start_too()
    {
        var clock = new SetClock();
        var limits = new LogLimits(1 << 20, TimeSpan.FromHours(8), Keep: 5);
        using (var log = new ServiceLog(LogPath, clock) { Limits = limits })
        {
            for (var hour = 0; hour < 20; hour++, clock.Now += TimeSpan.FromHours(1))
                log.Note($"hour {hour}");
        }

        using (var log = new ServiceLog(LogPath, clock) { Limits = limits })
        {
            log.Note("hour 20");
            clock.Now += TimeSpan.FromHours(4);
            log.Note("hour 24");
        }

        Assert.Equal(["hour 24"], File.ReadLines(LogPath).Select(TextOf));
        Assert.Equal(["hour 16", "hour 17", "hour 18", "hour 19", "hour 20"], File.ReadLines(LogPath + ".1").Select(TextOf));
        Assert.Equal("hour 8", TextOf(File.ReadLines(LogPath + ".2").First()));
        Assert.Equal(8, File.ReadLines(LogPath + ".3").Count());
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
        using (var log = new ServiceLog(Path.Combine(directory.Path, "later", "llm.log"), new SetClock()))
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
    public void A_log_that_somebody_empties_is_written_on_from_its_beginning()
    {
        using var log = new ServiceLog(LogPath, new SetClock());
        log.Note("before");
        File.WriteAllText(LogPath, "");
        log.Note("after");

        Assert.Equal(["after"], File.ReadLines(LogPath).Select(TextOf));
    }

    [Fact]
    public void Many_short_lines_cost_no_memory_each()
    {
        var lines = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("y\n", 32 << 10)));
        using var log = new ServiceLog("/dev/null", new SetClock());
        log.Write(LogStream.Output, lines, NoSecrets);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10; i++)
            log.Write(LogStream.Output, lines, NoSecrets);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 << 10);
    }

    private static string TextOf(string line) => LogLine.Parse("llm", line).Text;
}
