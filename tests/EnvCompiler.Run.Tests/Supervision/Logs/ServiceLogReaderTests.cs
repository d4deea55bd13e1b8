using System.Threading;
using EnvCompiler.Run.Supervision.Logs;
using EnvCompiler.TestKit;

namespace EnvCompiler.Run.Tests.Supervision.Logs;

public sealed class ServiceLogReaderTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 11, 21, 9, 0, 0, TimeSpan.Zero);
    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public void Lines_of_several_logs_come_by_time_and_one_without_a_time_stays_behind_its_own()
    {
        Write("a.log", (0, "one"), (2, "three"));
        Write("b.log", (1, "two"), (3, "four"));
        File.AppendAllText(directory.File("a.log"), "written by a person\n");

        var lines = ServiceLogReader.Read(Query("a", "b")).ToList();

        Assert.Equal(["a one", "b two", "a three", "a written by a person", "b four"], lines.Select(line => $"{line.Service} {line.Text}"));
        Assert.Equal((Start.AddMinutes(1), "out"), (lines[1].Time, lines[1].Stream));
    }

    [Theory]
    [InlineData(-5)]
    [InlineData(0)]
    [InlineData(17)]
    [InlineData(299)]
    [InlineData(1500)]
    [InlineData(2999)]
    [InlineData(5000)]
    public void Lines_since_a_time_are_found_over_old_files(int minute)
    {
        Write("a.log.2", [.. Enumerable.Range(0, 1000).Select(i => (i, $"line {i}"))]);
        Write("a.log.1", [.. Enumerable.Range(1000, 1000).Select(i => (i, $"line {i} {new string('x', i % 100 * 90)}"))]);
        Write("a.log", [.. Enumerable.Range(2000, 1000).Select(i => (i, $"line {i}"))]);

        var lines = ServiceLogReader.Read(Query("a") with { Since = Start.AddMinutes(minute) }).ToList();

        var first = Math.Max(minute, 0);
        Assert.Equal(Enumerable.Range(first, Math.Max(3000 - first, 0)), lines.Select(line => int.Parse(line.Text.Split(' ')[1])));
        var few = ServiceLogReader.Read(Query("a") with { Since = Start.AddMinutes(minute), Lines = 1200 });
        Assert.Equal(lines.TakeLast(1200).Select(line => line.Text), few.Select(line => line.Text));
    }

    [Fact]
    public async Task Following_loses_no_line_though_the_log_rotates_several_times_between_two_looks()
    {
        using var log = new ServiceLog(directory.File("a.log"), TimeProvider.System) { Limits = new LogLimits(2000, MaxAge: null, Keep: 50) };
        log.Note("line 0");
        var written = 1;
        var seen = new List<string>();
        var looks = 0;
        await foreach (var batch in ServiceLogReader.FollowAsync(Query("a"), None, () => ValueTask.FromResult(looks++ < 4), TimeProvider.System, CancellationToken.None))
        {
            seen.AddRange(batch.Select(line => line.Text));
            for (var i = 0; i < 200 && looks < 4; i++)
                log.Note($"line {written++}");
        }

        Assert.True(File.Exists(directory.File("a.log.10")));
        Assert.Equal(Enumerable.Range(0, written).Select(i => $"line {i}"), seen);
    }

    [Fact]
    public async Task Following_takes_up_logs_that_begin_later_and_services_that_come_later()
    {
        var more = Query("a").Logs.ToDictionary();
        var seen = new List<string>();
        var looks = 0;
        await foreach (var batch in ServiceLogReader.FollowAsync(Query("a"), () => more, () => ValueTask.FromResult(looks++ < 2), TimeProvider.System, CancellationToken.None))
        {
            seen.AddRange(batch.Select(line => $"{line.Service} {line.Text}"));
            if (looks != 1)
                continue;
            Write("a.log", (0, "late"));
            Write("b.log", (1, "new"));
            more["b"] = directory.File("b.log");
        }

        Assert.Equal(["a late", "b new"], seen);
    }

    private static Dictionary<string, string> None() => [];

    private LogQuery Query(params string[] services) => new(services.ToDictionary(name => name, name => directory.File(name + ".log")));

    private void Write(string name, params (int Minute, string Text)[] lines) =>
        File.WriteAllLines(directory.File(name), lines.Select(line => new LogLine("", Start.AddMinutes(line.Minute), "out", line.Text).ToString()));
}
