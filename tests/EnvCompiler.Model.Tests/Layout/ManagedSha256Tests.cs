using System.Security.Cryptography;
using EnvCompiler.Model.Layout;

namespace EnvCompiler.Model.Tests.Layout;

public sealed class ManagedSha256Tests
{
    [Fact]
    public void It_is_the_hash_of_the_runtime_for_every_length_around_its_blocks()
    {
        var random = new Random(1);
        for (var length = 0; length < 300; length++)
        {
            var content = new byte[length];
            random.NextBytes(content);
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(content)), ManagedSha256.Of(content));
        }
    }
}
