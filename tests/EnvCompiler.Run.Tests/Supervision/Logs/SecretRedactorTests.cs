using System.Text;
using EnvCompiler.Run.Supervision.Logs;

namespace EnvCompiler.Run.Tests.Supervision.Logs;

public sealed class SecretRedactorTests
{
    [Theory]
    [InlineData("no secret here", "no secret here")]
    [InlineData("abcdef", "***")]
    [InlineData("x abcdef y abcdef z", "x *** y *** z")]
    [InlineData("abcdefghi", "***")]
    [InlineData("abcde", "abcde")]
    [InlineData("LINE-ONE is of a key", "*** is of a key")]
    [InlineData("abc", "abc")]
    public void Values_are_replaced_the_longest_first(string line, string expected)
    {
        var redactor = new SecretRedactor(["abcdef", "abcdefghi", "LINE-ONE\nLINE-TWO\n", "abc", ""]);
        var buffer = new ByteBuffer();

        redactor.Append(Encoding.UTF8.GetBytes(line), buffer);

        Assert.Equal(expected, Encoding.UTF8.GetString(buffer.Content));
    }
}
