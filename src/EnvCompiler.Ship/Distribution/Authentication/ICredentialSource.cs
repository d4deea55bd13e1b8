using System.Threading;
using EnvCompiler.Model.Diagnostics;

namespace EnvCompiler.Ship.Distribution.Authentication;

/// <summary>Where credentials come from.</summary>
public interface ICredentialSource
{
    /// <summary>The credential for a repository; null where there is none. Asked only when a registry wants one.</summary>
    Task<Result<Credential?>> FindAsync(RepositoryName repository, CancellationToken cancellation);
}
