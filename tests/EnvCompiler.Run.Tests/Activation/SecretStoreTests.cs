using EnvCompiler.Host.Files;
using EnvCompiler.Model.Generations;
using EnvCompiler.Model.Layout;
using EnvCompiler.Run.Activation;
using EnvCompiler.TestKit.Crashes;
using Xunit.Abstractions;

namespace EnvCompiler.Run.Tests.Activation;

public sealed class SecretStoreTests(ITestOutputHelper output)
{
    private static readonly ActivationVariable Password = new() { Name = "PASSWORD", Secret = true, Generate = "hex32" };

    private static readonly WriterUnderTest Generated = new("generated secret")
    {
        WriteAsync = (directory, files) => Task.FromResult(Read(directory, files) is not null),
        Look = directory =>
        {
            var path = Path.Combine(new EnvironmentLayout(directory).Secrets, "PASSWORD");
            if (!File.Exists(path))
                return WriterState.Old;
            Assert.Equal(64, Read(directory, new PosixFileOperations())!.Length);
            return WriterState.New;
        },
    };

    [Fact]
    public async Task A_generated_secret_is_there_whole_or_not_at_all() => await new CrashSweep(Generated, output).RunAsync();

    [Fact]
    public async Task No_sync_is_one_too_many() => await new CrashSweep(Generated, output).NeedsEverySyncAsync();

    private static string? Read(string directory, IFileOperations files) => new SecretStore(new EnvironmentLayout(directory), new FileWriter(files)).Read(Password).Value;
}
