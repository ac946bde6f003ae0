// How the threads of a product wait for each other. libgomp's own choice, milliseconds of spinning, makes a
// program on a busy machine many times slower: a thread that spins keeps the processor from the one that it
// waits for. It reads the choice from the environment as it is loaded, before main and before every
// constructor of the program; only a preinit function runs earlier (System V ABI, "Initialization and
// Termination Functions"), and libraries no longer see what that one changes in the environment. So it starts
// the program anew, which takes as long as loading the libraries, a few milliseconds.
#include <cstring>

#include <elf.h>
#include <link.h>
#include <unistd.h>

#if defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)

extern "C" void _start();

namespace {

// Long enough for threads that all run, as measured in docs/where-the-time-goes.md.
char spin_count[] = "GOMP_SPINCOUNT=10000";

bool is_set(char** environment, const char* name) {
  const size_t length = std::strlen(name);
  for (; *environment != nullptr; ++environment)
    if (std::strncmp(*environment, name, length) == 0 && (*environment)[length] == '=') return true;
  return false;
}

// Whether the kernel started this program itself, and not through the dynamic linker's own command line: only
// then is it the process's file. The auxiliary vector stands behind the environment.
bool is_started_by_kernel(char** environment) {
  while (*environment != nullptr) ++environment;
  for (const auto* entry = reinterpret_cast<ElfW(auxv_t)*>(environment + 1); entry->a_type != AT_NULL;
       ++entry)
    if (entry->a_type == AT_ENTRY) return entry->a_un.a_val == reinterpret_cast<ElfW(Addr)>(&_start);
  return false;
}

// A user's own choice stays.
void choose_waiting(int /*argc*/, char** arguments, char** environment) {
  if (is_set(environment, "GOMP_SPINCOUNT") || is_set(environment, "OMP_WAIT_POLICY")) return;
  if (!is_started_by_kernel(environment)) return;
  size_t count = 0;
  while (environment[count] != nullptr) ++count;
  auto** changed = static_cast<char**>(__builtin_alloca((count + 2) * sizeof(char*)));
  changed[0] = spin_count;
  std::memcpy(changed + 1, environment, (count + 1) * sizeof(char*));
  // By its path, which names the process. Where that fails, libgomp's choice is as good as it was.
  char path[4096];
  const auto length = readlink("/proc/self/exe", path, sizeof path - 1);
  if (length <= 0) return;
  path[length] = '\0';
  execve(path, arguments, changed);
}

[[gnu::section(".preinit_array"), gnu::used]] void (*const at_preinit)(int, char**, char**) = choose_waiting;

}  // namespace

#endif
