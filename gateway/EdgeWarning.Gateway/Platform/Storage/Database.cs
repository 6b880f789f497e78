using System.Collections.Concurrent;
using System.Reflection;
using Dapper;
using Microsoft.Data.Sqlite;

namespace EdgeWarning.Gateway.Platform.Storage;

/// <summary>
/// The gateway's store: one SQLite file. Any number of readers, each on a snapshot; one writer, whose thread commits what is waiting together.
/// A write's task completes only after its commit has reached the disk (WAL, synchronous=FULL).
/// </summary>
public sealed class Database : IAsyncDisposable
{
    /// <summary>"EWGW": tells a store of ours from any other SQLite file.</summary>
    private const int ApplicationId = 0x45574757;

    /// <summary>How long a statement waits for another process (a command line beside the running gateway) before it fails, milliseconds.</summary>
    private const int BusyMilliseconds = 10_000;

    /// <summary>Idle readers kept open; more are opened under load and closed again.</summary>
    private const int IdleReaders = 8;

    private readonly string _connectionString;
    private readonly ConcurrentBag<SqliteConnection> _idle = [];
    private readonly DatabaseWriter _writer;
    private bool _disposed;

    private Database(string file, string connectionString, SqliteConnection writer)
    {
        File = file;
        _connectionString = connectionString;
        _writer = new DatabaseWriter(writer);
    }

    /// <summary>Full path of the file.</summary>
    public string File { get; }

    /// <summary>Opens or makes the store and brings it up to this program; throws <see cref="DatabaseException"/> that says what is wrong.</summary>
    public static Database Open(string file, TimeProvider clock) => Open(file, Migration.Of(Assembly.GetExecutingAssembly()), clock);

    public static Database Open(string file, IReadOnlyList<Migration> migrations, TimeProvider clock)
    {
        string full = Path.GetFullPath(file);
        string connectionString = new SqliteConnectionStringBuilder
        {
            DataSource = full,
            Mode = SqliteOpenMode.ReadWriteCreate,
            Pooling = false,        // kept open here; a pool of the library's would outlive the store
            DefaultTimeout = BusyMilliseconds / 1_000,
        }.ToString();
        SqliteConnection? writer = null;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            writer = new SqliteConnection(connectionString);
            writer.Open();
            Prepare(writer, full);
            Migrator.Apply(writer, full, Migration.InOrder(migrations), clock);
            return new Database(full, connectionString, writer);
        }
        catch (Exception cause)
        {
            writer?.Dispose();
            if (cause is SqliteException or IOException or UnauthorizedAccessException)
            {
                throw new DatabaseException($"could not open {full}: {cause.Message}", cause);
            }

            throw;
        }
    }

    /// <summary>Runs queries on one snapshot of the store. The connection is read-only and only valid inside.</summary>
    public T Read<T>(Func<SqliteConnection, T> query)
    {
        ArgumentNullException.ThrowIfNull(query);
        ObjectDisposedException.ThrowIf(_disposed, this);
        SqliteConnection reader = _idle.TryTake(out SqliteConnection? idle) ? idle : OpenReader();
        bool reusable = false;
        try
        {
            reader.Execute("BEGIN DEFERRED");       // a statement, not a SqliteTransaction: callers need not pass one along
            T result = query(reader);
            reader.Execute("COMMIT TRANSACTION");   // Dapper takes a single word for a stored procedure
            reusable = true;
            return result;
        }
        finally
        {
            if (reusable && !_disposed && _idle.Count < IdleReaders)
            {
                _idle.Add(reader);
            }
            else
            {
                reader.Dispose();
            }
        }
    }

    /// <summary>
    /// Runs a change in a transaction; completes with its result once that is on the disk. When the act throws, its own changes are undone and
    /// its exception is the task's. Pass the transaction to every command. Keep it short: it must not wait for anything but the store.
    /// </summary>
    public Task<T> Write<T>(Func<SqliteConnection, SqliteTransaction, T> act, CancellationToken stopping = default)
    {
        ArgumentNullException.ThrowIfNull(act);
        return _writer.Write(act, stopping);
    }

    /// <inheritdoc cref="Write{T}"/>
    public Task Write(Action<SqliteConnection, SqliteTransaction> act, CancellationToken stopping = default)
    {
        ArgumentNullException.ThrowIfNull(act);
        return _writer.Write<object?>(
            (db, transaction) =>
            {
                act(db, transaction);
                return null;
            },
            stopping);
    }

    /// <summary>Commits what is waiting, folds the log into the file and closes.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        while (_idle.TryTake(out SqliteConnection? reader))
        {
            await reader.DisposeAsync();
        }

        await _writer.DisposeAsync();
    }

    private static void Prepare(SqliteConnection db, string file)
    {
        long id = db.ExecuteScalar<long>("PRAGMA application_id");
        bool isEmpty = db.ExecuteScalar<long>("SELECT count(*) FROM sqlite_master") == 0;
        if (id != ApplicationId && !(id == 0 && isEmpty))
        {
            throw new DatabaseException($"could not open {file}: it is an SQLite file, but not a gateway's store");
        }

        db.Execute($"""
            PRAGMA application_id={ApplicationId};
            PRAGMA journal_mode=WAL;
            PRAGMA synchronous=FULL;
            PRAGMA foreign_keys=ON;
            PRAGMA busy_timeout={BusyMilliseconds};
            PRAGMA journal_size_limit={64 * 1024 * 1024};
            """);
    }

    private SqliteConnection OpenReader()
    {
        var reader = new SqliteConnection(_connectionString);
        reader.Open();
        reader.Execute($"PRAGMA query_only=ON; PRAGMA busy_timeout={BusyMilliseconds};");
        return reader;
    }
}
