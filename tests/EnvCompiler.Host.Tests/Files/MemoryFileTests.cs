using System.Text;
using EnvCompiler.Host.Files;
using EnvCompiler.Host.Processes;
using EnvCompiler.TestKit;

namespace EnvCompiler.Host.Tests.Files;

public sealed class MemoryFileTests
{
    [Fact]
    public void The_content_is_that_of_the_last_replacement_whatever_its_length()
    {
        using var memory = MemoryFile.Create();
        Assert.Empty(memory.Read());
        foreach (var length in (int[])[10, 3, 5000, 1, 0, 70_000, 16])
        {
            var content = Encoding.ASCII.GetBytes(new string((char)('a' + length % 26), length));
            memory.Replace(content);
            Assert.Equal(content, memory.Read());
        }
    }

    [Fact]
    public void It_does_not_grow_with_the_number_of_replacements()
    {
        using var memory = MemoryFile.Create();
        for (var i = 0; i < 1000; i++)
            memory.Replace(new byte[100]);
        Assert.InRange(RandomAccess.GetLength(memory.Handle), 0, 1000);
    }

    [Fact]
    public void Another_kind_of_descriptor_is_not_taken()
    {
        using var file = File.OpenHandle("/dev/null");
        Assert.Null(MemoryFile.TryTake((int)file.DangerousGetHandle()));
        Assert.Null(MemoryFile.TryTake(1_000_000));
    }

    [Fact]
    public void A_writer_to_a_lasting_pipe_outlives_its_reader()
    {
        var pipe = Pipe.CreateLasting();
        using (pipe.Writer)
        {
            pipe.Reader.Dispose();
            using (var stream = new FileStream($"/proc/self/fd/{pipe.Writer.DangerousGetHandle()}", FileMode.Open, FileAccess.Write))
                stream.Write("still there"u8);

            using var next = Pipe.TryOpenReader(Environment.ProcessId, (int)pipe.Writer.DangerousGetHandle())!;
            var said = new byte[64];
            Assert.Equal("still there", Encoding.ASCII.GetString(said, 0, Pipe.Read(next, said)));
        }
    }

    [Fact]
    public void Descendants_are_found_through_their_parents()
    {
        using var shell = System.Diagnostics.Process.Start("sh", ["-c", "sleep 30 & wait"]);
        try
        {
            // Other tests have children as well.
            Assert.True(System.Threading.SpinWait.SpinUntil(() => ProcessTree.Children(shell.Id).Count == 1, Eventually.Patience));
            Assert.Superset(new HashSet<int> { shell.Id, ProcessTree.Children(shell.Id)[0] }, ProcessTree.Descendants(Environment.ProcessId).ToHashSet());
        }
        finally
        {
            shell.Kill(entireProcessTree: true);
        }
    }
}
