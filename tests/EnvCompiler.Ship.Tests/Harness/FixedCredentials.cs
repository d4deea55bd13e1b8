using System.Threading;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Ship.Distribution;
using EnvCompiler.Ship.Distribution.Authentication;

namespace EnvCompiler.Ship.Tests.Harness;

/// <summary>One credential for everything, or none.</summary>
internal sealed class FixedCredentials(string? user = null, string? password = null) : ICredentialSource
{
    public Task<Result<Credential?>> FindAsync(RepositoryName repository, CancellationToken cancellation) =>
        Task.FromResult(Result<Credential?>.Success(user is null ? null : new Credential(user, password!, IdentityToken: null, "the test")));
}
