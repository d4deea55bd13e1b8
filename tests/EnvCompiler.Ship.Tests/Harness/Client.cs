using EnvCompiler.Ship.Distribution;
using EnvCompiler.Ship.Distribution.Authentication;
using EnvCompiler.Ship.Distribution.Registries;

namespace EnvCompiler.Ship.Tests.Harness;

/// <summary>Repositories of registries for tests: short waits.</summary>
internal static class Client
{
    internal static RegistryOptions Quick { get; } = new()
    {
        RetryDelays = [TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(40)],
        Answer = TimeSpan.FromSeconds(10),
        Silence = TimeSpan.FromSeconds(2),
        LongestWait = TimeSpan.FromSeconds(2),
    };

    internal static RegistryRepository Open(string registry, string path = "team/app", RegistryOptions? options = null, ICredentialSource? credentials = null) =>
        new(new RepositoryName(registry, path), RegistryRepository.CreateHandler(), credentials ?? new FixedCredentials(), TimeProvider.System, options ?? Quick);

    /// <summary>Bytes that do not compress, always the same.</summary>
    internal static byte[] Bytes(int count, int seed = 1)
    {
        var bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    /// <summary>Reads a stream to its end.</summary>
    internal static async Task<byte[]> ReadAllAsync(Stream stream, System.Threading.CancellationToken cancellation)
    {
        using var content = new MemoryStream();
        await stream.CopyToAsync(content, cancellation);
        return content.ToArray();
    }
}
