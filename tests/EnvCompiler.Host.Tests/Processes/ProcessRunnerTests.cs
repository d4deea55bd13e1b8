using EnvCompiler.Host.Processes;
using EnvCompiler.TestKit;

namespace EnvCompiler.Host.Tests.Processes;

public sealed class ProcessRunnerTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_program_that_reads_nothing_of_much_is_no_error(bool buffered)
    {
        var said = await new ProcessRunner().RunAsync("true", [], Write, default);
        Assert.Equal(0, said!.ExitCode);

        void Write(Stream stream)
        {
            if (!buffered)
            {
                stream.Write(new byte[10_000_000]);
                return;
            }

            // It tries once more when it is closed, and .NET says then something else.
            using var output = new BufferedStream(stream, 1 << 20);
            for (var i = 0; i < 100; i++)
                output.Write(new byte[100_000]);
        }
    }

    [Fact]
    public async Task What_cannot_be_written_for_another_reason_is_an_error_and_the_program_does_not_wait_for_it()
    {
        var running = new ProcessRunner().RunAsync("cat", [], _ => throw new FileNotFoundException("a layer"), default);
        await Assert.ThrowsAsync<FileNotFoundException>(() => running.WaitAsync(Eventually.Patience));
    }

    [Fact]
    public async Task All_of_the_input_arrives()
    {
        var said = await new ProcessRunner().RunAsync("wc", ["-c"], stream => stream.Write(new byte[1_000_000]), default);
        Assert.Equal("1000000", said!.Output.Trim());
    }
}
