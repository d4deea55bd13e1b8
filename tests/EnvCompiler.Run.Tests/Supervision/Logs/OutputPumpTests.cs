using System.Text;
using EnvCompiler.Host.Processes;
using EnvCompiler.Run.Supervision.Logs;
using EnvCompiler.TestKit;

namespace EnvCompiler.Run.Tests.Supervision.Logs;

public sealed class OutputPumpTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();
    private readonly DescriptorLoop loop = new("test");

    public void Dispose()
    {
        loop.Dispose();
        directory.Dispose();
    }

    [Fact]
    public void Lines_that_arrive_in_pieces_are_put_together()
    {
        Assert.Equal(["one", "two", "three"], Pump(new SecretRedactor([]), "o", "ne\ntw", "o\nthree"));
    }

    [Fact]
    public void A_line_without_an_end_is_cut_and_a_secret_across_the_cut_is_still_found()
    {
        var secret = "the-secret-value";
        var filler = new string('x', (64 << 10) - 8);

        var lines = Pump(new SecretRedactor([secret]), filler, secret[..5], secret[5..], filler, "end\n");

        Assert.True(lines.Count > 1);
        Assert.DoesNotContain(lines, line => line.Contains("the-s", StringComparison.Ordinal) || line.Contains("et-value", StringComparison.Ordinal));
        Assert.Equal((filler.Length * 2) + 3 + 3, lines.Sum(line => line.Length));
    }

    [Fact]
    public void A_line_without_an_end_is_never_cut_inside_a_secret()
    {
        var secret = "the-secret-value";
        for (var before = 0; before < secret.Length + 4; before++)
        {
            var filler = new string('x', (64 << 10) - before);

            var text = string.Concat(Pump(new SecretRedactor([secret, "value-of-another-one"]), filler, secret + new string('y', 40), "\n"));

            Assert.Equal($"{filler}***{new string('y', 40)}", text);
            File.Delete(directory.File("pumped.log"));
        }
    }

    private List<string> Pump(SecretRedactor redactor, params string[] pieces)
    {
        var path = directory.File("pumped.log");
        using (var log = new ServiceLog(path, TimeProvider.System))
        {
            var pipe = Pipe.Create();
            using var pump = new OutputPump(loop, pipe.Reader, LogStream.Output, log, redactor);
            using (var writer = new FileStream(pipe.Writer, FileAccess.Write, bufferSize: 0))
            {
                foreach (var piece in pieces)
                {
                    writer.Write(Encoding.UTF8.GetBytes(piece));
                    pump.Drain();
                }
            }

            pump.Drain();
        }

        return [.. File.ReadLines(path).Select(line => line[(line.IndexOf(" out ", StringComparison.Ordinal) + 5)..])];
    }
}
